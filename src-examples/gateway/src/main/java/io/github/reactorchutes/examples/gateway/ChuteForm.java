package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.CordField;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Fills the request of a chute of the catalogue, whose schema says which fields there are. */
final class ChuteForm {

    /** The catalogue shows images as texts. */
    private static final Pattern IMAGE = Pattern.compile("image|.*_image|.*(?:image|img)_b64.*");

    private ChuteForm() {}

    static boolean isImage(CordField field) {
        return field.type() == CordField.Type.TEXT
                && IMAGE.matcher(field.name()).matches();
    }

    /** Return whether a form can have the field. */
    static boolean isShown(CordField field) {
        return !field.choices().isEmpty()
                || switch (field.type()) {
                    case TEXT, INTEGER, DECIMAL, BOOLEAN -> true;
                    case LIST, OBJECT, ANY -> false;
                };
    }

    /** Return the field for the one image of a form: the first that is required, or else the first. */
    static Optional<CordField> imageOf(Cord cord) {
        Optional<CordField> required = cord.fields().stream()
                .filter(field -> isImage(field) && field.isRequired())
                .findFirst();
        return required.isPresent()
                ? required
                : cord.fields().stream().filter(ChuteForm::isImage).findFirst();
    }

    /**
     * Create a request.
     *
     * @param cord the cord
     * @param texts the values as typed, without blank ones
     * @param image the image, if any
     * @throws InvalidVideoRequestException if the schema does not allow it
     */
    static VideoRequest request(Cord cord, Map<String, String> texts, @Nullable Image image) {
        ChuteRequest.Builder request = cord.request();
        for (CordField field : cord.fields()) {
            String text = texts.get(field.name());
            if (text != null && isShown(field) && !isImage(field)) {
                request.field(field.name(), value(field, text));
            }
        }
        if (image != null) {
            imageOf(cord).ifPresent(field -> request.image(field.name(), image));
        }
        return cord.requireValid(request.build());
    }

    private static Object value(CordField field, String text) {
        return switch (field.type()) {
            case INTEGER -> number(field, text, BigInteger::new, "must be a whole number");
            case DECIMAL -> number(field, text, BigDecimal::new, "must be a number");
            case BOOLEAN -> Boolean.valueOf(text);
            default -> text;
        };
    }

    private static Object number(CordField field, String text, Function<String, Object> read, String problem) {
        try {
            return read.apply(text.strip());
        } catch (NumberFormatException e) {
            throw new InvalidVideoRequestException(field.name(), problem);
        }
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.catalogue.CordField;
import io.github.reactorchutes.catalogue.FieldProblem;
import io.github.reactorchutes.examples.batch.Locales;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of any chute as {@code NAME=VALUE}: values get the types that the schema declares. Collects all problems. */
final class FieldArguments {

    private static final String FILE = "@";

    private final Cord cord;

    private final boolean imagesChecked;

    private final ChuteRequest.Builder request;

    private final Set<String> given = new LinkedHashSet<>();

    private final Set<String> extra = new LinkedHashSet<>();

    /** Fields with a problem already, which are not part of the request. */
    private final Set<String> unusable = new LinkedHashSet<>();

    private final List<String> problems = new ArrayList<>();

    FieldArguments(Cord cord, boolean imagesChecked) {
        this.cord = cord;
        this.imagesChecked = imagesChecked;
        this.request = cord.request();
    }

    /** Add a field that the chute declares. */
    void add(String argument) {
        put(argument, "");
    }

    /** Add a field whether the chute declares it or not. */
    void addExtra(String argument) {
        String name = put(argument, "--extra ");
        if (name != null) {
            extra.add(name);
        }
    }

    /**
     * Return the request.
     *
     * @throws UsageException if there is any problem; it names all of them
     */
    ChuteRequest request() {
        ChuteRequest built = request.build();
        cord.validate(built).stream()
                .filter(problem -> !unusable.contains(problem.field()))
                .filter(problem -> !(problem.isUnknownField() && extra.contains(problem.field())))
                .map(FieldArguments::inWords)
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new UsageException(problems.size() + (problems.size() == 1 ? " problem" : " problems")
                    + "; nothing was sent\n" + String.join("\n", problems));
        }
        return built;
    }

    private static String inWords(FieldProblem problem) {
        return problem + (problem.isUnknownField() ? "; --extra NAME=VALUE sends it anyway" : "");
    }

    private @Nullable String put(String argument, String option) {
        int end = argument.indexOf('=');
        if (end < 1) {
            problems.add(option + "'" + Columns.harmless(argument)
                    + "' must be NAME=VALUE; put a value of several words in" + " quotes");
            return null;
        }
        String name = argument.substring(0, end);
        if (!given.add(name)) {
            problems.add(name + " is given twice");
            return null;
        }
        try {
            put(name, argument.substring(end + 1), type(name));
        } catch (IllegalArgumentException invalid) {
            unusable.add(name);
            problems.add(
                    invalid instanceof InvalidVideoRequestException
                            ? String.valueOf(invalid.getMessage())
                            : name + " " + invalid.getMessage());
        }
        return name;
    }

    private CordField.Type type(String name) {
        return cord.fields().stream()
                .filter(field -> field.name().equals(name))
                .findFirst()
                .map(CordField::type)
                .orElse(CordField.Type.ANY);
    }

    private void put(String name, String value, CordField.Type type) {
        if (value.startsWith(FILE + FILE)) {
            request.field(name, value.substring(FILE.length()));
        } else if (value.startsWith(FILE)) {
            request.image(name, image(name, value.substring(FILE.length())));
        } else {
            request.field(name, typed(value, type));
        }
    }

    private Image image(String name, String file) {
        Path path = Locales.path(file);
        if (file.isEmpty() || !Files.isRegularFile(path)) {
            throw new InvalidVideoRequestException(name, "file " + file + " does not exist; @@ begins a text with @");
        }
        Image image = Image.file(path);
        return imagesChecked ? image : image.withoutCheck();
    }

    /** A value of another type stays text, which the validation reports. */
    private static Object typed(String value, CordField.Type type) {
        if (type != CordField.Type.TEXT) {
            JsonFields.requireNotNull(value);
        }
        return switch (type) {
            case TEXT -> value;
            case INTEGER, DECIMAL -> Objects.requireNonNullElse(number(value), value);
            case BOOLEAN -> flag(value);
            case LIST, OBJECT, ANY -> JsonFields.parse(value);
        };
    }

    private static @Nullable Object number(String value) {
        try {
            return new BigDecimal(value.strip());
        } catch (NumberFormatException notOne) {
            return null;
        }
    }

    private static Object flag(String value) {
        return switch (value.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> value;
        };
    }
}

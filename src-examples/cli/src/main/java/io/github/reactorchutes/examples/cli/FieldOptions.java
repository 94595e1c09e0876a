package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.ImageSource;
import io.github.reactorchutes.examples.batch.Spellings;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageContent;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The fields of an endpoint as options: required text is a parameter, the image is {@code --image}. */
final class FieldOptions {

    private static final List<String> ENDPOINTS_OF_URLS = Endpoint.known().stream()
            .filter(endpoint -> endpoint.fields().stream().anyMatch(Field::takesUrl))
            .map(endpoint -> endpoint.name() + " (" + Spellings.shortName(endpoint) + ")")
            .toList();

    private final Map<Field, ArgSpec> options = new LinkedHashMap<>();

    private final OptionSpec unchecked = OptionSpec.builder("--no-image-check")
            .type(boolean.class)
            .description("Send the image although its bytes do not look like one.")
            .build();

    FieldOptions(Endpoint endpoint) {
        endpoint.fields().forEach(field -> options.put(field, isParameter(field) ? parameter(field) : option(field)));
    }

    void addTo(CommandSpec command) {
        options.values().forEach(command::add);
        if (options.keySet().stream().anyMatch(field -> field.type() == Field.Type.IMAGE)) {
            command.add(unchecked);
        }
    }

    /** Return the field of the parameter. */
    Optional<Field> parameter() {
        return options.keySet().stream().filter(FieldOptions::isParameter).findFirst();
    }

    /** Return the given values by key; for the others the platform's defaults apply. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        options.forEach((field, option) -> {
            Object given = option.getValue();
            if (given != null) {
                values.put(field.key(), field.type() == Field.Type.IMAGE ? image(field, given) : checked(field, given));
            }
        });
        return values;
    }

    static String name(Field field) {
        return field.type() == Field.Type.IMAGE ? "--image" : "--" + field.key().replace('_', '-');
    }

    /** Return how the help shows a field. */
    static String shown(Field field) {
        return isParameter(field) ? parameterName(field) : name(field);
    }

    static String parameterName(Field field) {
        return field.key().toUpperCase(Locale.ROOT);
    }

    private static boolean isParameter(Field field) {
        return field.isRequired() && field.type() == Field.Type.TEXT;
    }

    private static ArgSpec parameter(Field field) {
        return PositionalParamSpec.builder()
                .paramLabel(parameterName(field))
                .type(String.class)
                .arity("0..1")
                .required(false)
                .description("Required, unless --prompt-file is given; - reads standard input. " + description(field))
                .build();
    }

    private static ArgSpec option(Field field) {
        OptionSpec.Builder option = OptionSpec.builder(name(field))
                .required(field.isRequired())
                .type(type(field))
                .paramLabel(label(field))
                .description(description(field));
        return field.type() == Field.Type.BOOLEAN
                ? option.arity("0").negatable(true).build()
                : option.arity("1").build();
    }

    /** An integer with bounds fits into an int. */
    private static Class<?> type(Field field) {
        return switch (field.type()) {
            case INTEGER -> field.max() == null ? Long.class : Integer.class;
            case DECIMAL -> Double.class;
            case BOOLEAN -> Boolean.class;
            case TEXT, CHOICE, IMAGE -> String.class;
        };
    }

    private static String label(Field field) {
        return switch (field.type()) {
            case INTEGER -> "N";
            case DECIMAL -> "X";
            case IMAGE -> field.takesUrl() ? "FILE|URL" : "FILE";
            case TEXT -> "TEXT";
            case BOOLEAN, CHOICE -> "NAME";
        };
    }

    private static String description(Field field) {
        String bounds = field.max() == null ? "" : ", " + field.min() + " to " + field.max();
        String length = field.type() == Field.Type.TEXT && field.max() != null ? " characters" : "";
        String choices = field.choices().isEmpty() ? "" : ": " + written(String.join(", ", field.choices()));
        String url = field.takesUrl() ? "; the platform fetches a URL" : "";
        String byDefault = field.defaultValue() == null ? "" : " Default: " + written(field.defaultValue()) + ".";
        return field.description() + bounds + length + choices + url + "." + byDefault;
    }

    private static String written(String choices) {
        return Spellings.withoutStar(choices);
    }

    private static Object checked(Field field, Object given) {
        return Spellings.check(field, given);
    }

    private Image image(Field field, Object given) {
        Image image = named(field, given.toString());
        if (image.content() instanceof ImageContent.Url && !field.takesUrl()) {
            throw new UsageException(name(field) + " takes a file or a data URI here; a URL is taken by "
                    + String.join(", ", ENDPOINTS_OF_URLS));
        }
        boolean sentAnyway = unchecked.getValue() != null && (boolean) unchecked.getValue();
        return sentAnyway ? image.withoutCheck() : image;
    }

    private static Image named(Field field, String source) {
        try {
            return ImageSource.read(Path.of(""), source);
        } catch (InvalidVideoRequestException invalid) {
            throw OptionNames.of(invalid);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(name(field) + " " + invalid.getMessage(), invalid);
        }
    }
}

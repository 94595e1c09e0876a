package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import java.util.Optional;
import java.util.stream.Collectors;

/** Alternative spellings of the API's names and values. */
public final class Spellings {

    private Spellings() {}

    /** Find an endpoint by its name or its short name. */
    static Optional<Endpoint> endpoint(String name) {
        return Endpoint.known().stream()
                .filter(known -> known.name().equals(name) || shortName(known).equals(name))
                .findFirst();
    }

    /**
     * Return the short name of an endpoint, such as {@code text2video}: the end of its path.
     *
     * @param endpoint a known endpoint
     */
    public static String shortName(Endpoint endpoint) {
        String path = endpoint.url().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Return the names of all endpoints. */
    public static String endpoints() {
        return Endpoint.known().stream().map(Endpoint::name).collect(Collectors.joining(", "));
    }

    /**
     * Validate a value. {@code 832x480} is accepted for {@code 832*480}, whose star a shell would expand.
     *
     * @param field the field of the value
     * @param value the value as written
     * @return the value to send
     */
    public static Object check(Field field, Object value) {
        return field.check(field.choices().stream()
                .filter(choice -> withoutStar(choice).equals(value))
                .findFirst()
                .map(Object.class::cast)
                .orElse(value));
    }

    /**
     * Return the spelling of a choice that a shell does not expand.
     *
     * @param choice the value to send
     */
    public static String withoutStar(String choice) {
        return choice.replace('*', 'x');
    }
}

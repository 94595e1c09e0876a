package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import java.util.Optional;
import java.util.stream.Collectors;

/** What people write for the names and values of the API. */
public final class Spellings {

    private Spellings() {}

    /** Find an endpoint by its name or its short name. */
    static Optional<Endpoint> endpoint(String name) {
        return Endpoint.known().stream()
                .filter(known -> known.name().equals(name) || shortName(known).equals(name))
                .findFirst();
    }

    /**
     * Return the end of an endpoint's path, such as {@code text2video}.
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
     * Check a value: {@code 832x480} will do for {@code 832*480}, whose star a shell would expand.
     *
     * @param field what it is for
     * @param value as it was written
     * @return the value as it is sent
     */
    public static Object check(Field field, Object value) {
        return field.check(field.choices().stream()
                .filter(choice -> withoutStar(choice).equals(value))
                .findFirst()
                .map(Object.class::cast)
                .orElse(value));
    }

    /**
     * Return how a choice is written where a shell reads it.
     *
     * @param choice as it is sent
     */
    public static String withoutStar(String choice) {
        return choice.replace('*', 'x');
    }
}

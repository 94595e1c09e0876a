package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidImageException;
import io.github.reactorchutes.request.InvalidVideoRequestException;

/** Names options in the messages of the library, which names fields and settings. */
final class OptionNames {

    private static final String IMAGE = "image";

    private OptionNames() {}

    /** Return the error with the option at fault. */
    static UsageException of(InvalidVideoRequestException invalid) {
        String problem = String.valueOf(invalid.getMessage());
        String field = invalid.field();
        String option = Endpoint.known().stream()
                .flatMap(endpoint -> endpoint.fields().stream())
                .filter(known -> known.key().equals(field))
                .findFirst()
                .map(FieldOptions::shown)
                .orElse(field.equals(IMAGE) ? "--image" : field);
        String named = problem.startsWith(field) ? option + problem.substring(field.length()) : problem;
        return new UsageException(named + wayRound(invalid), invalid);
    }

    private static String wayRound(InvalidVideoRequestException invalid) {
        return invalid instanceof InvalidImageException ? "; --no-image-check sends it anyway" : "";
    }

    /** Return the error with an option instead of the setting, which is the first word. */
    static UsageException of(String option, IllegalArgumentException invalid) {
        return new UsageException(String.valueOf(invalid.getMessage()).replaceFirst("^\\S+", option), invalid);
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Invalid settings. The message describes the problem and all remedies and never contains a secret. */
final class ConfigurationProblem extends RuntimeException {

    private final String action;

    /** Where the settings in question are set, one indented paragraph for each, or an empty text. */
    private final String origins;

    ConfigurationProblem(String description, String action) {
        this(description, action, "", null);
    }

    ConfigurationProblem(String description, String action, String origins, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
        this.origins = origins;
    }

    String description() {
        return String.valueOf(getMessage());
    }

    String action() {
        return action;
    }

    String origins() {
        return origins;
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.Nullable;

/** Invalid settings. The message describes the problem and all remedies and never contains a secret. */
final class ConfigurationProblem extends RuntimeException {

    private final String action;

    ConfigurationProblem(String description, String action) {
        this(description, action, null);
    }

    ConfigurationProblem(String description, String action, @Nullable Throwable cause) {
        super(description, cause);
        this.action = action;
    }

    String description() {
        return String.valueOf(getMessage());
    }

    String action() {
        return action;
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Prints a {@link ConfigurationProblem} instead of a stack trace. */
final class ConfigurationProblemAnalyzer extends AbstractFailureAnalyzer<ConfigurationProblem> {

    private final Environment environment;

    ConfigurationProblemAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigurationProblem cause) {
        return new FailureAnalysis(cause.description() + cause.origins(), cause.action() + profiles(), cause);
    }

    private String profiles() {
        String[] active = environment.getActiveProfiles();
        return System.lineSeparator()
                + (active.length == 0
                        ? "No profile is active."
                        : "Active profiles: " + String.join(", ", active) + ".");
    }
}

package io.github.reactorchutes.spring.properties;

import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * The controllers of the application.
 *
 * @since 0.1.0
 */
public final class WebProperties {

    /** Problem documents. */
    @NestedConfigurationProperty
    private final ProblemDetailsProperties problemDetails = new ProblemDetailsProperties();

    public ProblemDetailsProperties getProblemDetails() {
        return problemDetails;
    }
}

/**
 * Chutes clients in a Spring Boot application.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring;

import org.jspecify.annotations.NullMarked;

/**
 * What can be set under {@code chutes}.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.NullMarked;

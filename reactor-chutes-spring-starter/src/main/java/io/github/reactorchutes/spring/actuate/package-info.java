/**
 * What health and the actuator tell about the clients. Nothing here makes a paid call or shows a secret.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.actuate;

import org.jspecify.annotations.NullMarked;

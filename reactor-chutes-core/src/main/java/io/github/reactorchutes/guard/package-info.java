/**
 * Protects calls from exceptions of application code. Internal to this library.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.guard.CallerCode}: runs listeners and similar code, and logs what they throw
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.guard;

import org.jspecify.annotations.NullMarked;

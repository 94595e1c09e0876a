/**
 * Keeps what code of the caller throws from breaking a call. For this library alone.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.guard.CallerCode}: runs listeners and the like, whatever they throw
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.guard;

import org.jspecify.annotations.NullMarked;

/**
 * Chutes for the emulator's catalogue: what they are called, what they take and what they answer.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.chute.ChuteSpec}: a chute with its slug, price and first state
 *   <li>{@link io.github.reactorchutes.test.chute.CordSpec}: a path of a chute, with the schema of its input and its medium
 *   <li>{@link io.github.reactorchutes.test.chute.Medium}: the kind of file that a cord answers
 *   <li>{@link io.github.reactorchutes.test.chute.InputSchema}: the JSON Schema of an input
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.chute;

import org.jspecify.annotations.NullMarked;

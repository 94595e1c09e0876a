/**
 * Examples on plain Reactor, each with one idea and one {@code main}. Start with {@link
 * io.github.reactorchutes.examples.plain.SaveToFile}.
 */
@NullMarked
package io.github.reactorchutes.examples.plain;

import org.jspecify.annotations.NullMarked;

/**
 * One idea each, one {@code main} each, on plain Reactor. Begin with
 * {@link io.github.reactorchutes.examples.plain.SaveToFile}.
 */
@NullMarked
package io.github.reactorchutes.examples.plain;

import org.jspecify.annotations.NullMarked;

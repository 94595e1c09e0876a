/**
 * Saves a video while it arrives: whole and durable, or not at all.
 */
@NullMarked
package io.github.reactorchutes.examples.save;

import org.jspecify.annotations.NullMarked;

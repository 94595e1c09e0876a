/** The rules of Reactive Streams, as their own test kit checks them. */
@NullMarked
package io.github.reactorchutes.tck;

import org.jspecify.annotations.NullMarked;

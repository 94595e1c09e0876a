/**
 * What can go wrong, sorted by what the caller can do about it.
 */
@NullMarked
package io.github.reactorchutes.error;

import org.jspecify.annotations.NullMarked;

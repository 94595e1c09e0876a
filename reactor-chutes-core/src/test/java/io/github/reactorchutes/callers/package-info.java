/** Code that a caller supplies and that throws, comes twice, late or never. */
@NullMarked
package io.github.reactorchutes.callers;

import org.jspecify.annotations.NullMarked;

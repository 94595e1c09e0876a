/** The rules that the shape of the library keeps. */
@NullMarked
package io.github.reactorchutes.architecture;

import org.jspecify.annotations.NullMarked;

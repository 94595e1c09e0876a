@NullMarked
package io.github.reactorchutes;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactorchutes.error;

import org.jspecify.annotations.NullMarked;

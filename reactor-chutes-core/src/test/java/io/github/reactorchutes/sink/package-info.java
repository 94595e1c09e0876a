@NullMarked
package io.github.reactorchutes.sink;

import org.jspecify.annotations.NullMarked;

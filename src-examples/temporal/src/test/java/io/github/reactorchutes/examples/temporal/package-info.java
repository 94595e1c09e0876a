@NullMarked
package io.github.reactorchutes.examples.temporal;

import org.jspecify.annotations.NullMarked;

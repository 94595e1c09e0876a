@NullMarked
package io.github.reactorchutes.examples.batch;

import org.jspecify.annotations.NullMarked;

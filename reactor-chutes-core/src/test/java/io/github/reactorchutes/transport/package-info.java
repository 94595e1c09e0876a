@NullMarked
package io.github.reactorchutes.transport;

import org.jspecify.annotations.NullMarked;

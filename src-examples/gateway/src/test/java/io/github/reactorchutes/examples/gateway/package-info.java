@NullMarked
package io.github.reactorchutes.examples.gateway;

import org.jspecify.annotations.NullMarked;

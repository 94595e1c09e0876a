@NullMarked
package io.github.reactorchutes.examples.plain;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactorchutes.test;

import org.jspecify.annotations.NullMarked;

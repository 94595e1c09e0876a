@NullMarked
package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;

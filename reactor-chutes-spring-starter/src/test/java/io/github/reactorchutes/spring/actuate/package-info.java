@NullMarked
package io.github.reactorchutes.spring.actuate;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactorchutes.spring;

import org.jspecify.annotations.NullMarked;

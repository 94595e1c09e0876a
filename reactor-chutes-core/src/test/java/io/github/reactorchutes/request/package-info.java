@NullMarked
package io.github.reactorchutes.request;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.github.reactorchutes.upload;

import org.jspecify.annotations.NullMarked;

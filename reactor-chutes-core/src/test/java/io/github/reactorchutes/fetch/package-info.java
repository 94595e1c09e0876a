@NullMarked
package io.github.reactorchutes.fetch;

import org.jspecify.annotations.NullMarked;

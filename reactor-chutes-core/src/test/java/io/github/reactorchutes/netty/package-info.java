@NullMarked
package io.github.reactorchutes.netty;

import org.jspecify.annotations.NullMarked;

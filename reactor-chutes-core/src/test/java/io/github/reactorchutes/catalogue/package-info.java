@NullMarked
package io.github.reactorchutes.catalogue;

import org.jspecify.annotations.NullMarked;

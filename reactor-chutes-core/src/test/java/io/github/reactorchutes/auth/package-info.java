@NullMarked
package io.github.reactorchutes.auth;

import org.jspecify.annotations.NullMarked;

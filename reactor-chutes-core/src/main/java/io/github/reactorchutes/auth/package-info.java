/**
 * Where the bearer token comes from.
 */
@NullMarked
package io.github.reactorchutes.auth;

import org.jspecify.annotations.NullMarked;

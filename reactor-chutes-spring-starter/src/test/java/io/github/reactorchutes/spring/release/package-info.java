/** What is published, looked at from outside. */
@NullMarked
package io.github.reactorchutes.spring.release;

import org.jspecify.annotations.NullMarked;

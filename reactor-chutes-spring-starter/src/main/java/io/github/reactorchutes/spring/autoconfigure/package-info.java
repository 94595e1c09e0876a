/**
 * Makes Chutes clients from settings and from what the host application brings. Not to be scanned.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;

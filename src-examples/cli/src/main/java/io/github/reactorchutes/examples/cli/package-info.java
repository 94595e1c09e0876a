/**
 * A command-line tool that generates videos.
 */
@NullMarked
package io.github.reactorchutes.examples.cli;

import org.jspecify.annotations.NullMarked;

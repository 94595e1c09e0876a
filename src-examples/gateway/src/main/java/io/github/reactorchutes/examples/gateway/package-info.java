/**
 * A gateway between browsers and the platform: it takes a prompt, tells how far the generation is, and serves the video,
 * either passed through as it arrives or from a file that can be sought in.
 */
@NullMarked
package io.github.reactorchutes.examples.gateway;

import org.jspecify.annotations.NullMarked;

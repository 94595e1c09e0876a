/**
 * A gateway between browsers and the platform: it accepts a prompt, reports the progress of the generation, and serves
 * the video, either streamed while it arrives or from a seekable file.
 */
@NullMarked
package io.github.reactorchutes.examples.gateway;

import org.jspecify.annotations.NullMarked;

/**
 * An emulator of the Chutes video-generation platform: real MP4 answers, the platform's own error bodies, scripted
 * faults and recorded requests.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test;

import org.jspecify.annotations.NullMarked;

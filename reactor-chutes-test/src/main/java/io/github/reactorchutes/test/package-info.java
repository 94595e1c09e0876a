/**
 * An emulator of the Chutes video-generation platform: real MP4 answers, the platform's own error bodies, scripted faults
 * and recorded requests.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.ChutesEmulator}: a server on a free port of the loopback; begin here
 *   <li>{@link io.github.reactorchutes.test.ChutesEmulatorServer}: the same from the command line
 *   <li>{@link io.github.reactorchutes.test.Reply}: one scripted answer, or a fault on the wire
 *   <li>{@link io.github.reactorchutes.test.ReplyRule}: what is answered to the requests that meet a condition
 *   <li>{@link io.github.reactorchutes.test.PlatformError}: every error that the platform is known to answer, with its exact body
 *   <li>{@link io.github.reactorchutes.test.RecordedRequest}: a request that arrived, and what became of it
 *   <li>{@link io.github.reactorchutes.test.RecordedImage}: the facts of its image
 *   <li>{@link io.github.reactorchutes.test.ExchangeEnd}: whether the client read to the end, closed or reset the connection
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test;

import org.jspecify.annotations.NullMarked;

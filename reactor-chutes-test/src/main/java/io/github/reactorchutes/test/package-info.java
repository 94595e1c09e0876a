/**
 * An emulator of the Chutes video-generation platform: real MP4 responses, the platform's error bodies, scripted faults
 * and recorded requests.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.ChutesEmulator}: a server on a free loopback port; start here
 *   <li>{@link io.github.reactorchutes.test.ChutesEmulatorServer}: the same from the command line
 *   <li>{@link io.github.reactorchutes.test.EmulatedChute}: a chute of the catalogue, whose state a test changes
 *   <li>{@link io.github.reactorchutes.test.WarmUpFault}: what goes wrong with a warm-up
 *   <li>{@link io.github.reactorchutes.test.EmulatedAccount}: the account with its quota, balance and subscription
 *   <li>{@link io.github.reactorchutes.test.EmulatedOperations}: the operations of asynchronous chutes
 *   <li>{@link io.github.reactorchutes.test.EmulatedOperation}: one of them
 *   <li>{@link io.github.reactorchutes.test.OperationStatus}: its state
 *   <li>{@link io.github.reactorchutes.test.Reply}: a scripted reply, or a fault on the wire
 *   <li>{@link io.github.reactorchutes.test.ReplyRule}: sets the reply to requests that match a condition
 *   <li>{@link io.github.reactorchutes.test.PlatformError}: every known error response of the platform, with its exact
 *       body
 *   <li>{@link io.github.reactorchutes.test.RecordedRequest}: a received request and its outcome
 *   <li>{@link io.github.reactorchutes.test.RecordedImage}: the facts of its image
 *   <li>{@link io.github.reactorchutes.test.ExchangeEnd}: whether the client read to the end, closed or reset the connection
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test;

import org.jspecify.annotations.NullMarked;

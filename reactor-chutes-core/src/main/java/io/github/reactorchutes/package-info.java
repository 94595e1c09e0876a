/**
 * The reactive client for the Chutes video-generation API. Start with
 * {@link io.github.reactorchutes.ChutesClient#create(String)}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.ChutesClient}: the three endpoints, and any other chute that returns a video
 *   <li>{@link io.github.reactorchutes.ConnectionStats}: a snapshot of the connections of a client
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes;

import org.jspecify.annotations.NullMarked;

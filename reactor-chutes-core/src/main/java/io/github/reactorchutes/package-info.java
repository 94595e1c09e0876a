/**
 * The reactive client of the Chutes video-generation API. Begin with
 * {@link io.github.reactorchutes.ChutesClient#create(String)}.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.ChutesClient}: the three endpoints, and any other chute that answers a video
 *   <li>{@link io.github.reactorchutes.ConnectionStats}: the connections of a client at one moment
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes;

import org.jspecify.annotations.NullMarked;

/**
 * The progress of a call, and the estimated time of its generation. Bytes alone are not enough: the platform sends the
 * first byte after the whole generation.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.progress.ProgressFilter}: reports each step of each call to a listener
 *   <li>{@link io.github.reactorchutes.progress.ProgressListener}: receives the steps; the extension point
 *   <li>{@link io.github.reactorchutes.progress.ProgressEvent}: one step of one call
 *   <li>{@link io.github.reactorchutes.progress.GenerationTimes}: the generation times by shape, on which the estimates
 *       are based
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.progress;

import org.jspecify.annotations.NullMarked;

/**
 * How far a call is, and how long its generation is likely to take. The bytes alone cannot tell: the platform sends the
 * first one when the whole video is there.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.progress.ProgressFilter}: tells a listener of each step of each call
 *   <li>{@link io.github.reactorchutes.progress.ProgressListener}: is told; the extension point
 *   <li>{@link io.github.reactorchutes.progress.ProgressEvent}: one step of one call
 *   <li>{@link io.github.reactorchutes.progress.GenerationTimes}: how long generations took by their shape, which the estimates come from
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.progress;

import org.jspecify.annotations.NullMarked;

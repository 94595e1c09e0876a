/**
 * Knowledge of the MP4 file format (ISO/IEC 14496-12), as far as telling a whole video from a broken one, and what it
 * shows, needs it.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Boxes}: follows the boxes while they pass by, and tells whether they add up
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Probe}: reads the facts of a video while its bytes pass by
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Facts}: duration, dimensions and frame rate of a video
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.mp4;

import org.jspecify.annotations.NullMarked;

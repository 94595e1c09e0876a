/**
 * Judges videos by their bytes: the parts of the MP4 file format (ISO/IEC 14496-12) that are needed to verify a video and to
 * read its properties, and the first bytes of other formats.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.mp4.VideoCheck}: judges a streamed body
 *   <li>{@link io.github.reactorchutes.mp4.VideoVerdict}: its finding: verified, unverified, broken, not a video
 *   <li>{@link io.github.reactorchutes.mp4.VideoFormat}: the recognised file format
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Boxes}: follows the boxes of a streamed video, and verifies them
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Probe}: reads the facts of a streamed video
 *   <li>{@link io.github.reactorchutes.mp4.Mp4Facts}: duration, dimensions and frame rate of a video
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.mp4;

import org.jspecify.annotations.NullMarked;

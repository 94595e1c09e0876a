/**
 * Draws clips and writes them as H.264 in MP4, deterministically and without a native library.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.test.video.VideoClip}: a playable clip of a size, a length and a seed
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.test.video;

import org.jspecify.annotations.NullMarked;

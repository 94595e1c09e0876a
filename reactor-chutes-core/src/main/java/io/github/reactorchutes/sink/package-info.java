/**
 * Safe destinations for a video. All accept a {@code Flux<DataBuffer>} and release its buffers, also on errors and
 * cancellation.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.sink.FileSink}: a file that is either complete or absent
 *   <li>{@link io.github.reactorchutes.sink.ResumableSource}: media that a file sink can continue to save
 *   <li>{@link io.github.reactorchutes.sink.SavedVideo}: a saved video, with its SHA-256
 *   <li>{@link io.github.reactorchutes.sink.VideoNotSavedException}: reports a paid video that could not be written
 *   <li>{@link io.github.reactorchutes.sink.VideoTee}: one video to several destinations
 *   <li>{@link io.github.reactorchutes.sink.SendWindow}: limits the bytes that a server holds for a slow viewer
 *   <li>{@link io.github.reactorchutes.sink.VideoBytes}: a short video in memory, and other representations
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.sink;

import org.jspecify.annotations.NullMarked;

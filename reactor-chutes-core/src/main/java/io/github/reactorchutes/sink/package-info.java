/**
 * Safe places for a video to go. Everything here takes a {@code Flux<DataBuffer>} and releases what it was given, also on
 * errors and cancellation.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.sink.FileSink}: a file that is whole or not there
 *   <li>{@link io.github.reactorchutes.sink.SavedVideo}: what was saved, with its SHA-256
 *   <li>{@link io.github.reactorchutes.sink.VideoTee}: one video to several places
 *   <li>{@link io.github.reactorchutes.sink.VideoBytes}: a short video in memory, and other shapes of bytes
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.sink;

import org.jspecify.annotations.NullMarked;

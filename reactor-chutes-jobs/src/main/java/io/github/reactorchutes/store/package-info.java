/**
 * Stores of complete videos, which several processes may share.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.store.VideoStore}: the interface of a store
 *   <li>{@link io.github.reactorchutes.store.FileVideoStore}: a store in a directory
 *   <li>{@link io.github.reactorchutes.store.S3VideoStore}: a store in a bucket of S3, or of a store with its interface
 *   <li>{@link io.github.reactorchutes.store.StoredVideo}: what a store has under a key
 *   <li>{@link io.github.reactorchutes.store.ByteRange}: a part of a video
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.store;

import org.jspecify.annotations.NullMarked;

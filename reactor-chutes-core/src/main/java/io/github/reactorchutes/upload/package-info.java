/**
 * Encodes requests as JSON. Not part of the API: only the transport and the image fetcher use it.
 *
 * <p>A {@code JsonBody} is a list of segments: JSON text, an image, JSON text, and so on. A small body in memory becomes
 * one buffer. Any other body is a {@code Flux}: {@code InputFlux} reads blocking sources off the event loops, and
 * {@code Base64Flux} encodes them.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.upload.JsonBody}: the body of a request, of exact length
 *   <li>{@link io.github.reactorchutes.upload.ImageCheck}: distinguishes images from other data
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.upload;

import org.jspecify.annotations.NullMarked;

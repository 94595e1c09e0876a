/**
 * Turns requests into the bytes that are sent. Not part of the API: used by the transport, and by whatever checks an image
 * before it.
 *
 * <p>A {@code JsonBody} is a list of segments: JSON text, an image, JSON text, and so on. Small ones in memory make one
 * buffer; others are a {@code Flux}, in which {@code InputFlux} reads what blocks off the event loops and
 * {@code Base64Flux} encodes.
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

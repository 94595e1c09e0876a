/**
 * Validated requests, their images and their endpoints.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.request.TextToVideoRequest}: a video from a text
 *   <li>{@link io.github.reactorchutes.request.ImageToVideoRequest}: a video from an image and a text
 *   <li>{@link io.github.reactorchutes.request.FastImageToVideoRequest}: the same in a few seconds, by another model
 *   <li>{@link io.github.reactorchutes.request.ChuteRequest}: any JSON for any chute that returns a video
 *   <li>{@link io.github.reactorchutes.request.AcceptedMedia}: the content types that are an answer, and what
 *       verifies them
 *   <li>{@link io.github.reactorchutes.request.VideoRequest}: the common part of all requests
 *   <li>{@link io.github.reactorchutes.request.VideoRequestBuilder}: the common part of the first three builders
 *   <li>{@link io.github.reactorchutes.request.Image}: an image from a file, a stream, a publisher, memory,
 *       base64 or a URL
 *   <li>{@link io.github.reactorchutes.request.ImageContent}: the source of an image
 *   <li>{@link io.github.reactorchutes.request.Resolution}: the sizes of the Wan 2.1 endpoints
 *   <li>{@link io.github.reactorchutes.request.FastResolution}: the sizes of the fast endpoint
 *   <li>{@link io.github.reactorchutes.request.Endpoint}: the name and the default URL of a chute
 *   <li>{@link io.github.reactorchutes.request.Field}: one field of an endpoint: its type, bounds and default
 *   <li>{@link io.github.reactorchutes.request.InvalidVideoRequestException}: reports an invalid request before
 *       it is sent
 *   <li>{@link io.github.reactorchutes.request.InvalidImageException}: reports that the bytes of an image are not
 *       an image
 *   <li>{@link io.github.reactorchutes.request.RequestDefaults}: the values for fields that requests leave unset;
 *       internal
 *   <li>{@link io.github.reactorchutes.request.EndpointUrl}: checks the URLs and hosts of a configuration
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.request;

import org.jspecify.annotations.NullMarked;

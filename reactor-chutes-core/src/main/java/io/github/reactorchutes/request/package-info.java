/**
 * What to generate: the validated requests, the images they carry and the endpoints they are for.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.request.TextToVideoRequest}: a video from a text
 *   <li>{@link io.github.reactorchutes.request.ImageToVideoRequest}: a video from an image and a text
 *   <li>{@link io.github.reactorchutes.request.FastImageToVideoRequest}: the same in a few seconds, by another model
 *   <li>{@link io.github.reactorchutes.request.ChuteRequest}: any JSON for any chute that answers a video
 *   <li>{@link io.github.reactorchutes.request.VideoRequest}: what they have in common
 *   <li>{@link io.github.reactorchutes.request.VideoRequestBuilder}: what the builders of the first three have in common
 *   <li>{@link io.github.reactorchutes.request.Image}: an image from a file, a stream, a publisher, memory, base64 or a URL
 *   <li>{@link io.github.reactorchutes.request.ImageContent}: where an image comes from, by its kind
 *   <li>{@link io.github.reactorchutes.request.Resolution}: the sizes of the Wan 2.1 endpoints
 *   <li>{@link io.github.reactorchutes.request.FastResolution}: the sizes of the fast endpoint
 *   <li>{@link io.github.reactorchutes.request.Endpoint}: a chute: its name and its default URL
 *   <li>{@link io.github.reactorchutes.request.Field}: one field of an endpoint: its kind, bounds and default
 *   <li>{@link io.github.reactorchutes.request.InvalidVideoRequestException}: a request that the platform would reject, found before it is sent
 *   <li>{@link io.github.reactorchutes.request.EndpointUrl}: checks the URLs and hosts of a configuration
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.request;

import org.jspecify.annotations.NullMarked;

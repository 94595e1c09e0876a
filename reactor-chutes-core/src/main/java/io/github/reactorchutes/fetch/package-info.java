/**
 * Client-side fetching of images from the internet, for applications that opt in. It uses no client and no token.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.fetch.ImageFetcher}: fetches from public addresses only, up to a size limit
 *   <li>{@link io.github.reactorchutes.fetch.ImageFetchException}: why an image was not fetched
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.fetch;

import org.jspecify.annotations.NullMarked;

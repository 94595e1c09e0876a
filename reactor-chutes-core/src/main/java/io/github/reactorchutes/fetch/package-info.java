/**
 * Fetching an image of the internet on this side, for those who ask for it; knows no client and no token.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.fetch.ImageFetcher}: fetches from public addresses only, and no more than a bound
 *   <li>{@link io.github.reactorchutes.fetch.ImageFetchException}: why an image was not fetched
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.fetch;

import org.jspecify.annotations.NullMarked;

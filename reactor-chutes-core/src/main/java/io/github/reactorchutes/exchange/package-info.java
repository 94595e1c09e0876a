/**
 * The filter chain through which every call passes, and the types of a call, its response and its end.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.exchange.VideoExchangeFilter}: wraps every call; the extension point
 *   <li>{@link io.github.reactorchutes.exchange.VideoExchange}: the transport, or the transport behind further filters
 *   <li>{@link io.github.reactorchutes.exchange.Passage}: the way of one call through a filter of this library; not part
 *       of the API
 *   <li>{@link io.github.reactorchutes.exchange.ChutesCall}: a call in the filter chain: the request and how to send it
 *   <li>{@link io.github.reactorchutes.exchange.VideoResponse}: the head of a video, and its body
 *   <li>{@link io.github.reactorchutes.exchange.CallListener}: receives each phase of a call
 *   <li>{@link io.github.reactorchutes.exchange.CallEnd}: how and when a call ended, and how many bytes arrived
 *   <li>{@link io.github.reactorchutes.exchange.CallOutcome}: completed, failed, cancelled or abandoned
 *   <li>{@link io.github.reactorchutes.exchange.BodySide}: the idle side of a stalled body: the server or the consumer
 *   <li>{@link io.github.reactorchutes.exchange.Deadline}: the time by which a call must end
 *   <li>{@link io.github.reactorchutes.exchange.Quota}: the account's quota according to a response
 *   <li>{@link io.github.reactorchutes.exchange.RateLimit}: the rate limits according to a response
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.exchange;

import org.jspecify.annotations.NullMarked;

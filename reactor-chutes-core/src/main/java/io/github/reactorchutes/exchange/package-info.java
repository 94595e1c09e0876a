/**
 * The one seam through which every call passes: {@link io.github.reactorchutes.exchange.VideoExchangeFilter filters}
 * around a {@link io.github.reactorchutes.exchange.VideoExchange}.
 */
@NullMarked
package io.github.reactorchutes.exchange;

import org.jspecify.annotations.NullMarked;

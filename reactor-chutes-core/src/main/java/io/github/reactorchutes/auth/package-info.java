/**
 * Where the bearer token comes from. It is asked for at each attempt and sent to no host but the configured and trusted ones.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.auth.ChutesTokenProvider}: supplies the token of a call, which may depend on the caller's Reactor Context
 *   <li>{@link io.github.reactorchutes.auth.BearerToken}: the rule that a token has to meet; no API
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.auth;

import org.jspecify.annotations.NullMarked;

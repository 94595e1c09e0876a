/**
 * The source of the bearer token, which is obtained for each attempt and sent only to configured and trusted hosts.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.auth.ChutesTokenProvider}: supplies the token of a call, which may depend on the
 *       caller's Reactor Context
 *   <li>{@link io.github.reactorchutes.auth.BearerToken}: the validation rule for tokens, for code that reads them from
 *       files or variables
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.auth;

import org.jspecify.annotations.NullMarked;

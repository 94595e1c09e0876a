/**
 * Videos as return values of controllers, in WebFlux and MVC applications. Not for component scanning.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.web.ChutesWebFluxAutoConfiguration}: for WebFlux
 *   <li>{@link io.github.reactorchutes.spring.web.ChutesWebMvcAutoConfiguration}: for servlet containers
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.web;

import org.jspecify.annotations.NullMarked;

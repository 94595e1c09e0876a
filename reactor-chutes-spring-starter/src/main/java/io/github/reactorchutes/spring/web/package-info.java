/**
 * Videos as return values of controllers, and failed calls as problem documents, in WebFlux and MVC applications. Not for
 * component scanning.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.web.ChutesWebFluxAutoConfiguration}: for WebFlux
 *   <li>{@link io.github.reactorchutes.spring.web.ChutesWebMvcAutoConfiguration}: for servlet containers
 *   <li>{@link io.github.reactorchutes.spring.web.ChutesProblems}: failures as problem documents
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring.web;

import org.jspecify.annotations.NullMarked;

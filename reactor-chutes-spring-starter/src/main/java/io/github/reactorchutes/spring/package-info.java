/**
 * Chutes clients in a Spring Boot application: the beans to inject, and the beans that customize the clients.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.ChutesClients}: all clients by name, to inject
 *   <li>{@link io.github.reactorchutes.spring.ClientStatus}: a snapshot of a client's status
 *   <li>{@link io.github.reactorchutes.spring.CallFailure}: its last failure
 *   <li>{@link io.github.reactorchutes.spring.ChutesClientBuilderCustomizer}: a bean that customizes the builders; an
 *       extension point
 *   <li>{@link io.github.reactorchutes.spring.ChutesJobsBuilderCustomizer}: a bean that customizes the builder of the jobs;
 *       an extension point
 *   <li>{@link io.github.reactorchutes.spring.ChutesConnectionDetails}: a bean that provides URLs and token; an
 *       extension point
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring;

import org.jspecify.annotations.NullMarked;

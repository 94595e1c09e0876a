/**
 * Chutes clients in a Spring Boot application: what it can inject, and what it can declare to change them.
 *
 * <ul>
 *   <li>{@link io.github.reactorchutes.spring.ChutesClients}: all clients by name, to inject
 *   <li>{@link io.github.reactorchutes.spring.ClientStatus}: what is known of a client at one moment
 *   <li>{@link io.github.reactorchutes.spring.CallFailure}: its last failure
 *   <li>{@link io.github.reactorchutes.spring.ChutesClientBuilderCustomizer}: a bean that changes what is built; an extension point
 *   <li>{@link io.github.reactorchutes.spring.ChutesConnectionDetails}: a bean that says where the platform is and how to log in; an extension point
 * </ul>
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.reactorchutes.spring;

import org.jspecify.annotations.NullMarked;

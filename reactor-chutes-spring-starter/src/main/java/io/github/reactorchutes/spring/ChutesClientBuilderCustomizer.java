package io.github.reactorchutes.spring;

import io.github.reactorchutes.ChutesClient;

/**
 * A bean that customizes the builder of each client after the settings were applied. All customizers are applied, in
 * their order ({@link org.springframework.core.annotation.Order}).
 *
 * <pre>{@code
 * @Bean
 * ChutesClientBuilderCustomizer requestIds() {
 *     return (builder, client) -> builder.filter((call, next) -> next.exchange(call.withHeader("X-Request-Id", newId())));
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChutesClientBuilderCustomizer {

    /**
     * Customize a builder.
     *
     * @param builder the builder, with the client's settings applied
     * @param client the client's name, {@link ChutesClients#DEFAULT} for the default one
     */
    void customize(ChutesClient.Builder builder, String client);
}

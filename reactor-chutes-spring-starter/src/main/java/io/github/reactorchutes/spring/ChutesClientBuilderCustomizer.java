package io.github.reactorchutes.spring;

import io.github.reactorchutes.ChutesClient;

/**
 * A bean that changes the builder of each client, after the settings were applied. Several are applied in their order
 * ({@link org.springframework.core.annotation.Order}); they add up.
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
     * Change a builder.
     *
     * @param builder has the client's settings
     * @param client the client's name, {@link ChutesClients#DEFAULT} for the default one
     */
    void customize(ChutesClient.Builder builder, String client);
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.core.env.Environment;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * {@link AutoConfiguration Auto-configuration} of {@link ChutesClient} and {@link ChutesClients}.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "chutes.enabled", matchIfMissing = true)
@EnableConfigurationProperties(ChutesProperties.class)
public final class ChutesAutoConfiguration {

    ChutesAutoConfiguration() {
        BootGeneration.require(SpringBootVersion.getVersion());
    }

    @Bean
    Registries chutesRegistries(
            ObjectProvider<CircuitBreakerRegistry> circuitBreakers,
            ObjectProvider<RateLimiterRegistry> rateLimiters,
            ObjectProvider<RegistryEventConsumer<CircuitBreaker>> breakerConsumers,
            ObjectProvider<RegistryEventConsumer<RateLimiter>> limiterConsumers) {
        return new Registries(
                Registries.circuitBreakers(circuitBreakers, breakerConsumers),
                Registries.rateLimiters(rateLimiters, limiterConsumers));
    }

    @Bean
    ClientFactory chutesClientFactory(
            ObjectProvider<HostEventLoops> eventLoops,
            ObjectProvider<SslBundles> bundles,
            Registries registries,
            ObjectProvider<ChutesTokenProvider> tokens,
            ObjectProvider<ChutesConnectionDetails> details,
            ObjectProvider<ChutesClientBuilderCustomizer> customizers,
            ObjectProvider<CallObservations> observations,
            ObjectProvider<SharedAccounts> shared,
            ChutesProperties properties,
            Environment environment) {
        ClientSettings root = ClientSettings.ofDefault(properties, environment);
        JobsSettings.check(root, properties.getJobs());
        return new ClientFactory(
                new HttpSetup(eventLoops, bundles),
                registries,
                tokens,
                details,
                customizers.orderedStream().toList(),
                observations,
                LimitsSettings.check(root, properties.getLimits(), shared),
                properties.getLimits().getAccount());
    }

    @Bean
    @ConditionalOnMissingBean(ChutesClients.class)
    ManagedClients chutesClients(
            ClientFactory factory,
            ChutesProperties properties,
            Environment environment,
            ConfigurableListableBeanFactory beans) {
        List<ClientSettings> settings = new ArrayList<>();
        ClientSettings root = ClientSettings.ofDefault(properties, environment);
        if (hasDefaultClient(beans) && factory.hasToken(root)) {
            settings.add(root);
        }
        settings.addAll(ClientSettings.ofNamed(properties, environment));
        ShutdownPhase.warnIfShorter(properties.getShutdown(), environment);
        return new ManagedClients(
                factory,
                settings,
                new OwnClients(beans),
                root.timeOrZero("shutdown.timeout", properties.getShutdown().getTimeout(), Duration.ofDays(365)));
    }

    /** A client of the application's own replaces the default one, which then must not be reported. */
    static boolean hasDefaultClient(ListableBeanFactory beans) {
        return beans.getBeanNamesForType(DefaultClient.class, false, false).length > 0;
    }

    @Bean
    @Scope("prototype")
    @ConditionalOnMissingBean
    ChutesClient.Builder chutesClientBuilder(
            ClientFactory factory, ChutesProperties properties, Environment environment) {
        return factory.builder(ClientSettings.ofDefault(properties, environment));
    }

    /**
     * The client that is injected by type. The token is checked at run time and not by a condition, which AOT would
     * evaluate at build time. A test that replaces one of the beans, for example by a mock, needs no token.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(ChutesClient.class)
    static class DefaultClient {

        DefaultClient(
                ChutesClients clients,
                ChutesProperties properties,
                Environment environment,
                ConfigurableListableBeanFactory beans) {
            boolean replaced = !(clients instanceof ManagedClients) || beans.containsSingleton("chutesClient");
            if (!replaced && clients.names().isEmpty()) {
                throw Tokens.missing(ClientSettings.ofDefault(properties, environment));
            }
        }

        /** Lazy, because an application may have named clients only. */
        @Bean(destroyMethod = "")
        @Lazy
        ChutesClient chutesClient(ChutesClients clients, ChutesProperties properties, Environment environment) {
            if (!clients.names().contains(ChutesClients.DEFAULT)) {
                throw Tokens.missing(ClientSettings.ofDefault(properties, environment));
            }
            return clients.get(ChutesClients.DEFAULT);
        }
    }

    /** The application's event loops, if it defines any. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ReactorResourceFactory.class)
    static class EventLoops {

        @Bean
        HostEventLoops chutesEventLoops(ObjectProvider<ReactorResourceFactory> resources) {
            ReactorResourceFactory host = resources.getIfUnique();
            return host == null ? client -> client : client -> client.runOn(host.getLoopResources());
        }
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.observation.ChutesAttemptObservationConvention;
import io.github.reactorchutes.observation.ChutesCallObservationConvention;
import io.github.reactorchutes.observation.ChutesMeterDescriptions;
import io.github.reactorchutes.observation.ChutesMeterObservationHandler;
import io.github.reactorchutes.observation.ChutesMetrics;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.observation.ChutesTimerObservationHandler;
import io.github.reactorchutes.spring.ChutesClients;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler.IgnoredMeters;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of metrics and traces in the application's {@link ObservationRegistry},
 * or otherwise of metrics in its {@link MeterRegistry}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(
        after = ChutesAutoConfiguration.class,
        afterName = {
            "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
            "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
        })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ClientFactory.class)
public final class ChutesObservationAutoConfiguration {

    ChutesObservationAutoConfiguration() {}

    @Bean
    CallObservations chutesCallObservations(
            ObjectProvider<ObservationRegistry> registries,
            ObjectProvider<MeteredCalls> meteredCalls,
            ObjectProvider<ChutesCallObservationConvention> callConvention,
            ObjectProvider<ChutesAttemptObservationConvention> attemptConvention) {
        ChutesObservations.Builder builder = begin(registries.getIfUnique(), meteredCalls.getIfAvailable());
        if (builder == null) {
            return client -> filters -> {};
        }
        callConvention.ifUnique(builder::callConvention);
        attemptConvention.ifUnique(builder::attemptConvention);
        return client -> builder.clientName(client).build();
    }

    /** Use only one of them: with both, each call would be counted twice. */
    private static ChutesObservations.@Nullable Builder begin(
            @Nullable ObservationRegistry registry, @Nullable MeteredCalls metered) {
        if (registry != null) {
            return ChutesObservations.builder(registry);
        }
        return metered == null ? null : metered.begin();
    }

    /** Observes calls with only a meter registry. */
    @FunctionalInterface
    interface MeteredCalls {

        ChutesObservations.Builder begin();
    }

    /** The beans that require a meter registry. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    @ConditionalOnSingleCandidate(MeterRegistry.class)
    static class Meters {

        @Bean
        MeteredCalls chutesMeteredCalls(MeterRegistry registry) {
            return () -> ChutesMetrics.builder(registry);
        }

        /** Boot registers it with its observation registry. */
        @Bean
        @ConditionalOnBean(ObservationRegistry.class)
        @ConditionalOnMissingBean
        ChutesMeterObservationHandler chutesMeterObservationHandler(MeterRegistry registry) {
            return new ChutesMeterObservationHandler(registry);
        }

        /** Boot asks its handlers of this kind in order, and lets the first one that supports an observation record it. */
        @Bean
        @Order(Ordered.HIGHEST_PRECEDENCE)
        @ConditionalOnBean(name = "metricsObservationHandlerGroup")
        @ConditionalOnSingleCandidate(DefaultMeterObservationHandler.class)
        @ConditionalOnMissingBean(value = MeterObservationHandler.class, ignored = DefaultMeterObservationHandler.class)
        ChutesTimerObservationHandler chutesTimerObservationHandler(MeterRegistry registry, Environment environment) {
            IgnoredMeters[] ignored = Binder.get(environment)
                    .bind("management.metrics.observations.ignored-meters", IgnoredMeters[].class)
                    .orElseGet(() -> new IgnoredMeters[0]);
            return new ChutesTimerObservationHandler(registry, ignored);
        }

        @Bean
        static ChutesMeterDescriptions chutesMeterDescriptions() {
            return new ChutesMeterDescriptions();
        }

        /** Boot binds it to each of its meter registries. A test may have replaced the clients after the condition. */
        @Bean
        @ConditionalOnBean(ManagedClients.class)
        ClientMeters chutesClientMeters(ChutesClients clients, Registries registries) {
            return new ClientMeters(clients instanceof ManagedClients ours ? ours.byName() : Map.of(), registries);
        }
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.actuate.ChutesHealthIndicator;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.HealthProperties;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of the health of the clients.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChutesAutoConfiguration.class)
@ConditionalOnClass({ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(ChutesClients.class)
@ConditionalOnEnabledHealthIndicator("chutes")
public final class ChutesHealthContributorAutoConfiguration {

    private static final Duration LONGEST = Duration.ofDays(365);

    ChutesHealthContributorAutoConfiguration() {}

    /** Without a client there is nothing to report: an application that declares its own client has none here. */
    @Bean
    @ConditionalOnMissingBean(name = {"chutesHealthIndicator", "chutesHealthContributor"})
    @Nullable
    ReactiveHealthContributor chutesHealthContributor(
            ChutesClients clients, ChutesProperties properties, Environment environment) {
        Set<String> names = clients.names();
        HealthProperties health = checked(properties, environment);
        if (names.isEmpty()) {
            return null;
        }
        if (names.equals(Set.of(ChutesClients.DEFAULT))) {
            return new ChutesHealthIndicator(clients, ChutesClients.DEFAULT, health);
        }
        Map<String, ReactiveHealthContributor> byName = new LinkedHashMap<>();
        names.forEach(name -> byName.put(name, new ChutesHealthIndicator(clients, name, health)));
        return CompositeReactiveHealthContributor.fromMap(byName);
    }

    private static HealthProperties checked(ChutesProperties properties, Environment environment) {
        ClientSettings settings = ClientSettings.ofDefault(properties, environment);
        HealthProperties health = properties.getHealth();
        settings.time("health.probe-interval", health.getProbeInterval(), LONGEST);
        settings.time("health.probe-timeout", health.getProbeTimeout(), LONGEST);
        return health;
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * {@link AutoConfiguration Auto-configuration} of limits that all processes with the same account share, in the database
 * of the application.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChutesAutoConfiguration.class)
@ConditionalOnClass({JdbcAccountLimits.class, DataSource.class})
@ConditionalOnBooleanProperty({"chutes.limits.shared"})
@ConditionalOnBooleanProperty(name = "chutes.enabled", matchIfMissing = true)
public final class ChutesLimitsAutoConfiguration {

    ChutesLimitsAutoConfiguration() {}

    @Bean
    JdbcSharedAccounts chutesSharedAccounts(ObjectProvider<DataSource> dataSources, ChutesProperties properties) {
        DataSource dataSource = dataSources.getIfUnique();
        if (dataSource == null) {
            throw new ConfigurationProblem(
                    "chutes.limits.shared is true, but the application has no DataSource, or several without a primary"
                            + " one.",
                    "Configure one, for example with spring.datasource.url, or remove chutes.limits.shared.");
        }
        return new JdbcSharedAccounts(dataSource, properties.getLimits());
    }

    /** The health of the limits. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    static class OfHealth {

        @Bean
        @ConditionalOnEnabledHealthIndicator("chutes-limits")
        @ConditionalOnMissingBean(name = "chutesLimitsHealthIndicator")
        HealthIndicator chutesLimitsHealthIndicator(JdbcSharedAccounts accounts) {
            return new LimitsHealth(accounts::statuses);
        }
    }

    /** The meters of the limits. Boot binds them when all singletons exist, and the clients create the accounts. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(MeterRegistry.class)
    static class OfMeters {

        @Bean
        LimitsMeters chutesLimitsMeters(JdbcSharedAccounts accounts, ObjectProvider<ChutesClients> clients) {
            return new LimitsMeters(() -> {
                clients.getIfAvailable();
                return accounts.statuses();
            });
        }
    }
}

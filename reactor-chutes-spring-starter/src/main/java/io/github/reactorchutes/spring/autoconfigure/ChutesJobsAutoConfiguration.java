package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.ChutesJobsBuilderCustomizer;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.JobsProperties;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * {@link AutoConfiguration Auto-configuration} of jobs that survive a restart, and that several processes share.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ChutesAutoConfiguration.class)
@ConditionalOnBooleanProperty({"chutes.jobs.enabled"})
@ConditionalOnBooleanProperty(name = "chutes.enabled", matchIfMissing = true)
public final class ChutesJobsAutoConfiguration {

    ChutesJobsAutoConfiguration() {}

    /** The jobs, if their module is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ChutesJobs.class)
    static class Jobs {

        @Bean
        @ConditionalOnMissingBean
        ChutesJobs chutesJobs(
                ChutesProperties properties,
                Environment environment,
                ChutesClients clients,
                ConfigurableListableBeanFactory beans,
                ObjectProvider<ChutesJobsBuilderCustomizer> customizers) {
            ClientSettings root = ClientSettings.ofDefault(properties, environment);
            JobsProperties jobs = properties.getJobs();
            ClientSettings caller = ClientSettings.ofNamed(properties, environment).stream()
                    .filter(named -> named.name().equals(jobs.getClient()))
                    .findFirst()
                    .orElse(root);
            return new JobsFactory(root, caller, jobs, new JobsBeans(root, beans, clients))
                    .create(customizers.orderedStream().toList());
        }

        @Bean
        JobsLifecycle chutesJobsLifecycle(ChutesJobs jobs, ChutesProperties properties, Environment environment) {
            ClientSettings root = ClientSettings.ofDefault(properties, environment);
            return new JobsLifecycle(
                    jobs,
                    root.timeOrZero("shutdown.timeout", properties.getShutdown().getTimeout(), Duration.ofDays(365)));
        }
    }

    /** The counts of the jobs, for whatever shows them. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ChutesJobs.class)
    static class Counts {

        @Bean
        JobsWatch chutesJobsWatch(ChutesJobs jobs) {
            return new JobsWatch(jobs, JobsWatch.INTERVAL);
        }

        /** Their health. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass({ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
        static class OfHealth {

            @Bean
            @ConditionalOnEnabledHealthIndicator("chutes-jobs")
            @ConditionalOnMissingBean(name = "chutesJobsHealthIndicator")
            ReactiveHealthIndicator chutesJobsHealthIndicator(JobsWatch watch) {
                return new JobsHealth(watch);
            }
        }

        /** Their meters. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(MeterRegistry.class)
        static class OfMeters {

            @Bean
            JobsMeters chutesJobsMeters(JobsWatch watch) {
                return new JobsMeters(watch);
            }
        }
    }

    /** An application that wants jobs and would have none must not start. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("io.github.reactorchutes.jobs.ChutesJobs")
    static class Missing {

        Missing(ChutesProperties properties, Environment environment) {
            throw ClientSettings.ofDefault(properties, environment)
                    .problem(
                            "chutes.jobs.enabled is true, but the module of the jobs is not on the class path.",
                            "Add io.github.reactorchutes:reactor-chutes-jobs, or remove chutes.jobs.enabled.",
                            null,
                            "jobs.enabled");
        }
    }
}

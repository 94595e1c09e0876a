package io.github.reactorchutes.spring;

import io.github.reactorchutes.jobs.ChutesJobs;

/**
 * A bean that customizes the builder of the jobs after the settings were applied. All customizers are applied, in their
 * order ({@link org.springframework.core.annotation.Order}).
 *
 * <pre>{@code
 * @Bean
 * ChutesJobsBuilderCustomizer jobsInTheirOwnDatabase(@Qualifier("jobs") DataSource jobs) {
 *     return builder -> builder.dataSource(jobs);
 * }
 * }</pre>
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ChutesJobsBuilderCustomizer {

    /**
     * Customize the builder.
     *
     * @param builder the builder, with the settings applied
     */
    void customize(ChutesJobs.Builder builder);
}

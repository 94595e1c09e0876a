package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.JobCounts;
import io.github.reactorchutes.jobs.JobState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** Gauges of the jobs of all processes. Reading them asks no database: they have the answer to an earlier question. */
final class JobsMeters implements MeterBinder {

    private static final Set<JobState> COUNTED = EnumSet.complementOf(EnumSet.of(JobState.DONE));

    private final JobsWatch watch;

    JobsMeters(JobsWatch watch) {
        this.watch = watch;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        COUNTED.forEach(state -> Gauge.builder("chutes.jobs", () -> read(counts -> number(counts, state)))
                .description("Jobs of all processes, by state, without those that are done.")
                .tag("chutes.job.state", JobsHealth.name(state))
                .register(registry));
        Gauge.builder(
                        "chutes.jobs.oldest",
                        () -> read(counts -> counts.oldestWait().toMillis() / 1000.0))
                .description("Age of the oldest job that waits for a worker or for its next try.")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("chutes.jobs.connected", () -> watch.latest() == null ? 0 : 1)
                .description("1 if the database of the jobs answered the latest question.")
                .register(registry);
    }

    private static double number(JobCounts counts, JobState state) {
        return counts.byState().getOrDefault(state, 0L);
    }

    private double read(ToDoubleFunction<JobCounts> value) {
        JobCounts latest = watch.latest();
        return latest == null ? Double.NaN : value.applyAsDouble(latest);
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.JobCounts;
import io.github.reactorchutes.jobs.JobState;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.springframework.boot.health.contributor.AbstractReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import reactor.core.publisher.Mono;

/**
 * Reports the jobs. Unknown while their database is away: Boot reports that database itself. Never down: a job that waits
 * for a decision is no reason to restart a process.
 */
final class JobsHealth extends AbstractReactiveHealthIndicator {

    private final JobsWatch watch;

    JobsHealth(JobsWatch watch) {
        super("Health check of the Chutes jobs failed");
        this.watch = watch;
    }

    @Override
    protected Mono<Health> doHealthCheck(Health.Builder builder) {
        return watch.counts()
                .map(counts -> describe(builder.up(), counts))
                .onErrorResume(failure -> Mono.fromSupplier(
                        () -> builder.unknown().withDetail("database", "away").build()));
    }

    private static Health describe(Health.Builder builder, JobCounts counts) {
        builder.withDetail("undecided", counts.undecided()).withDetail("waiting", counts.waiting());
        if (counts.oldestWaiting() != null) {
            builder.withDetail("oldestWait", counts.oldestWait());
        }
        return builder.withDetail("jobs", byState(counts)).build();
    }

    private static Map<String, Long> byState(JobCounts counts) {
        Map<String, Long> jobs = new LinkedHashMap<>();
        counts.byState().forEach((state, number) -> jobs.put(name(state), number));
        return jobs;
    }

    /** Return a state as details and tags spell it. */
    static String name(JobState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}

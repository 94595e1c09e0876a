package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.JobCounts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The counts of the jobs. They are counted when somebody looks at them, and at most once in each interval. */
final class JobsWatch {

    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Mono<JobCounts> counts;

    /** The latest answer; {@code null} before the first one, and after a failure. */
    private volatile @Nullable JobCounts latest;

    JobsWatch(ChutesJobs jobs, Duration interval) {
        this.counts = jobs.counts()
                .timeout(PATIENCE)
                .doOnNext(answer -> latest = answer)
                .doOnError(failure -> latest = null)
                .cache(interval);
    }

    /** Return the counts; a failure is not repeated within the interval. */
    Mono<JobCounts> counts() {
        return counts;
    }

    /** Return the latest counts at once, and ask for the next ones if they are old. */
    @Nullable
    JobCounts latest() {
        counts.subscribe(answer -> {}, failure -> {});
        return latest;
    }
}

package io.github.reactorchutes.jobs;

import io.github.reactorchutes.store.VideoStore;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the parts of one running {@link ChutesJobs} share. */
final class JobContext {

    private final JobSettings settings;

    private final VideoStore store;

    private final JobRepository repository;

    private final Ledger ledger;

    private final Requests requests;

    private final Spool spool;

    private final DatabaseClock clock;

    /** Set once, before anything is executed. */
    private volatile @Nullable Engine engine;

    JobContext(JobSettings settings, VideoStore store, JobRepository repository, Ledger ledger, DatabaseClock clock) {
        this.settings = settings;
        this.store = store;
        this.repository = repository;
        this.ledger = ledger;
        this.requests = new Requests(store, settings.maxRequestBytes(), settings.maxRowBytes());
        this.spool = new Spool(settings.directory().resolve("spool"));
        this.clock = clock;
    }

    void engine(Engine created) {
        engine = created;
    }

    Engine engine() {
        return Objects.requireNonNull(engine, "engine");
    }

    JobRepository.Also scheduledNow() {
        return (connection, row) -> engine().schedule(connection, row.id(), clock.now());
    }

    JobRepository.Also scheduledAfter(Duration wait) {
        return (connection, row) ->
                engine().schedule(connection, row.id(), clock.now().plus(wait));
    }

    /** {@return after which silence an execution is dead} */
    Duration deadAfter() {
        return settings.heartbeat().multipliedBy(Engine.MISSED_HEARTBEATS);
    }

    Duration progressInterval() {
        return settings.progressInterval();
    }

    Duration spoolPatience() {
        return settings.spoolPatience();
    }

    int maxPaidCalls() {
        return settings.maxPaidCalls();
    }

    FailureText failureText() {
        return settings.failureText();
    }

    RetryTimes retryTimes() {
        return settings.retryTimes();
    }

    Checkpoint checkpoint() {
        return settings.checkpoint();
    }

    VideoStore store() {
        return store;
    }

    JobRepository repository() {
        return repository;
    }

    Ledger ledger() {
        return ledger;
    }

    Requests requests() {
        return requests;
    }

    Spool spool() {
        return spool;
    }

    DatabaseClock clock() {
        return clock;
    }
}

package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A generation whose video is saved. Its state is final once it is ready, failed or cancelled. */
final class VideoJob implements CallFollower {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final String id;

    private final Clock clock;

    private final Instant created;

    private final Disposable.Swap work = Disposables.swap();

    private final Sinks.Many<Boolean> changes = Sinks.many().multicast().directBestEffort();

    private volatile JobProgress progress;

    private volatile @Nullable String callId;

    VideoJob(String id, Clock clock) {
        this.id = id;
        this.clock = clock;
        this.created = clock.instant();
        this.progress = JobProgress.begun(created);
    }

    String id() {
        return id;
    }

    Instant created() {
        return created;
    }

    /** Return the id of the call, which identifies its queue position; null before the call exists. */
    @Nullable
    String callId() {
        return callId;
    }

    JobProgress progress() {
        return progress;
    }

    /** Run the generation until it ends or the job is cancelled. */
    void run(Mono<SavedVideo> saving) {
        work.update(saving.contextWrite(context -> context.put(CallFollower.class, this))
                .subscribe(
                        saved -> change(now -> now.ready(saved, clock.instant())),
                        error -> change(now -> now.failed(error, clock.instant()))));
    }

    void cancel() {
        change(now -> now.cancelled(clock.instant()));
        work.dispose();
    }

    /**
     * Emit the progress on each change and each second until the final state. A change may be skipped when several
     * occur at once or without demand; the next second catches up.
     */
    Flux<JobProgress> watch() {
        return Flux.merge(changes.asFlux(), Flux.interval(Duration.ZERO, TICK).onBackpressureDrop())
                .map(tick -> progress)
                .takeUntil(now -> now.state().isFinal());
    }

    int watchers() {
        return changes.currentSubscriberCount();
    }

    @Override
    public void entered(String callId) {
        this.callId = callId;
    }

    @Override
    public void moved(ProgressEvent event) {
        change(now -> now.moved(event, clock.instant()));
    }

    @Override
    public void attemptFailed(ChutesException error) {
        if (error.isRetryable()) {
            change(now -> now.retrying(error, clock.instant()));
        }
    }

    private void change(UnaryOperator<JobProgress> step) {
        synchronized (this) {
            progress = progress.state().isFinal() ? progress : step.apply(progress);
        }
        changes.tryEmitNext(true);
    }
}

package io.github.reactorchutes.jobs;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Commits {@code SENDING} before each attempt, and takes it back after an attempt that certainly cost nothing. It is the
 * innermost filter, so that a job that waits for a permit or a retry is still queued.
 */
final class SendingFilter implements VideoExchangeFilter {

    private final Ledger ledger;

    private final Scheduler scheduler;

    SendingFilter(Ledger ledger, Scheduler scheduler) {
        this.ledger = ledger;
        this.scheduler = scheduler;
    }

    @Override
    public Position position() {
        return Position.INNERMOST;
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            JobRun run = context.get(JobRun.class);
            Mono<VideoResponse> exchange = Mono.defer(() -> next.exchange(call));
            return begin(run)
                    .then(exchange.doOnNext(response -> run.head(response.invocationId()))
                            .onErrorResume(error -> afterFailure(run, error)));
        });
    }

    private Mono<Void> begin(JobRun run) {
        return Mono.<Void>fromRunnable(() -> ledger.begin(run)).subscribeOn(scheduler);
    }

    private Mono<VideoResponse> afterFailure(JobRun run, Throwable error) {
        if (mayBeBilled(error)) {
            run.failed(error);
            return Mono.error(error);
        }
        return Mono.<VideoResponse>fromRunnable(() -> ledger.refused(run, error))
                .subscribeOn(scheduler)
                .then(Mono.error(error));
    }

    static boolean mayBeBilled(Throwable error) {
        if (error instanceof ChutesException failure) {
            return failure.mayBeBilled();
        }
        return !(error instanceof InvalidVideoRequestException);
    }
}

package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import reactor.core.publisher.Mono;

/**
 * Writes to the journal before each attempt is sent, and after an attempt that certainly cost nothing. Must be the
 * innermost filter, so that jobs waiting for a permit or a retry count as not sent.
 */
final class JournalFilter implements VideoExchangeFilter {

    private final Journal journal;

    private final BatchStop stop;

    private final BatchListener listener;

    JournalFilter(Journal journal, BatchStop stop, BatchListener listener) {
        this.journal = journal;
        this.stop = stop;
        this.listener = listener;
    }

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            JobRun run = context.get(JobRun.class);
            Mono<VideoResponse> exchange = Mono.defer(() -> next.exchange(call));
            return begin(run, call.attempt()).then(exchange.onErrorResume(error -> afterFailure(run, error)));
        });
    }

    private Mono<Void> begin(JobRun run, int attempt) {
        if (stop.isStopped() || !run.trySend()) {
            return Mono.error(new BatchStoppedException());
        }
        return journal.append(JournalEntry.sending(run.job(), attempt)).doOnError(notWritten -> run.backToWaiting());
    }

    private Mono<VideoResponse> afterFailure(JobRun run, Throwable error) {
        Verdict verdict = Verdict.of(error);
        if (verdict.maybeBilled()) {
            return Mono.error(error);
        }
        return journal.append(JournalEntry.refused(run.job().name(), verdict.reason()))
                .doOnSuccess(written -> refused(run, error))
                .then(Mono.error(() -> stop.isStopped() && isRetryable(error) ? new BatchStoppedException() : error));
    }

    private void refused(JobRun run, Throwable error) {
        run.backToWaiting();
        if (isRetryable(error)) {
            listener.refused(run.job(), error);
        }
    }

    private static boolean isRetryable(Throwable error) {
        return error instanceof ChutesException failure && failure.isRetryable();
    }
}

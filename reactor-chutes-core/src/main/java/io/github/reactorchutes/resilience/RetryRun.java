package io.github.reactorchutes.resilience;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.guard.CallerCode;
import io.github.reactorchutes.log.LogScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** The failed attempts of one subscription, and the next one. */
final class RetryRun {

    private static final Logger logger = LoggerFactory.getLogger(RetryRun.class);

    private final RetryFilter rules;

    private final ContextView context;

    private final long startedNanos;

    private final Map<RetryKind, Integer> retries = new EnumMap<>(RetryKind.class);

    private final List<Throwable> earlier = new ArrayList<>();

    private ChutesCall call;

    private volatile boolean watchFailed;

    RetryRun(ChutesCall call, RetryFilter rules, ContextView context, long startedNanos) {
        this.call = call;
        this.rules = rules;
        this.context = context;
        this.startedNanos = startedNanos;
    }

    ChutesCall call() {
        return call;
    }

    /** Wait for the next attempt, or fail with the final error of the call. */
    Mono<Long> afterFailure(Throwable error) {
        Duration wait = waitAfter(error);
        if (wait == null) {
            earlier.forEach(before -> remember(before, error));
            return Mono.error(error);
        }
        boolean watched = rules.watch() != null && !watchFailed && RetryKind.of(error) == RetryKind.COLD_START;
        String next = watched ? "when it is hot" : "in " + wait;
        logRetry(error, next);
        logColdStart(error, next);
        earlier.add(error);
        signalRestart();
        call = call.withAttempt(call.attempt() + 1);
        return (watched ? untilHot(error, wait) : Mono.delay(wait))
                .onErrorResume(RejectedExecutionException.class, shutDown -> Mono.error(error));
    }

    /** The first retry follows the event at once. Later ones are of a chute that was hot and did not serve the call. */
    private Mono<Long> untilHot(Throwable error, Duration backoff) {
        Duration min = retries.getOrDefault(RetryKind.COLD_START, 0) == 1 ? retryAfter(error) : backoff;
        Duration limit = rules.maxElapsed().minus(elapsed());
        String chuteId = error instanceof ChutesResponseException cold ? cold.chuteId() : null;
        ColdStartWatch watch = Objects.requireNonNull(rules.watch(), "watch");
        Mono<Void> hot = Mono.defer(() -> watch.untilHot(call.endpoint(), chuteId));
        return new ColdStartPause(min, backoff, limit).until(hot, this::onWatchFailed, error);
    }

    private void onWatchFailed(Throwable failure) {
        watchFailed = true;
        CallerCode.run(
                "A filter of the logging system",
                () -> LogScope.run(
                        context,
                        () -> logger.debug(
                                "Cannot watch the warm-up of {}, retrying blindly: {}", call, failure.getMessage())));
    }

    private void logRetry(Throwable error, String next) {
        CallerCode.run("A filter of the logging system", () -> {
            if (logger.isDebugEnabled()) {
                String failure = error.getMessage();
                LogScope.run(context, () -> logger.debug("{} failed, retrying {}: {}", call, next, failure));
            }
        });
    }

    private void logColdStart(Throwable error, String next) {
        if (RetryKind.of(error) == RetryKind.COLD_START) {
            rules.coldStarts()
                    .run(
                            call.endpoint().name() + call.clientName(),
                            () -> LogScope.run(
                                    context,
                                    () -> logger.info(
                                            "The model of {} is starting, which takes minutes; retrying, next {}",
                                            call,
                                            next)));
        }
    }

    /** Signal the first phase again, unless the outcome of an attempt is unknown: it remains unknown. */
    private void signalRestart() {
        if (!retries.containsKey(RetryKind.UNKNOWN_OUTCOME)) {
            CallerCode.run(
                    "A listener of a call's phases", () -> call.listener().phaseEntered(call, CallPhase.PREPARE));
        }
    }

    private @Nullable Duration waitAfter(Throwable error) {
        RetryKind kind = canBeSentAgain(error) ? RetryKind.of(error) : RetryKind.NONE;
        Backoff backoff = rules.backoff(kind);
        int retry = retries.merge(kind, 1, Integer::sum);
        if (retry > backoff.maxRetries()) {
            return null;
        }
        Duration wait = longer(backoff.wait(retry), retryAfter(error));
        return isWithinLimits(wait, retryAfter(error)) && isAffordable(kind) ? wait : null;
    }

    /** A body that can be read only once is intact until the sending starts. */
    private boolean canBeSentAgain(Throwable error) {
        return call.request().isReplayable()
                || (error instanceof ChutesNotSentException notSent
                        && notSent.phase().compareTo(CallPhase.SEND) < 0);
    }

    /** Several attempts and calls may fail with the same error, so add it once and never to itself. */
    private static void remember(Throwable before, Throwable error) {
        boolean known = before.equals(error)
                || List.of(error.getSuppressed()).contains(before)
                || List.of(before.getSuppressed()).contains(error);
        if (!known) {
            error.addSuppressed(before);
        }
    }

    private boolean isWithinLimits(Duration wait, Duration retryAfter) {
        return retryAfter.compareTo(rules.maxRetryAfter()) <= 0
                && elapsed().plus(wait).compareTo(rules.maxElapsed()) <= 0
                && (call.deadline() == null || call.deadline().nanosLeft() > wait.toNanos());
    }

    private Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private boolean isAffordable(RetryKind kind) {
        return kind == RetryKind.COLD_START || rules.budget().spend();
    }

    private static Duration retryAfter(Throwable error) {
        Duration stated = error instanceof ChutesResponseException answer ? answer.retryAfter() : null;
        return stated == null ? Duration.ZERO : stated;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}

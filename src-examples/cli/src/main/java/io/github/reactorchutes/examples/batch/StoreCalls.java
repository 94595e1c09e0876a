package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.JobState;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Watches the calls that this process makes for the jobs of a store. Thread-safe. */
final class StoreCalls {

    private final BatchStop stop;

    private final BatchListener listener;

    private final Map<String, Job> lines = new ConcurrentHashMap<>();

    private final Map<String, Throwable> failures = new ConcurrentHashMap<>();

    private final Set<String> called = ConcurrentHashMap.newKeySet();

    private final Set<String> made = ConcurrentHashMap.newKeySet();

    private final Set<String> sending = ConcurrentHashMap.newKeySet();

    StoreCalls(BatchStop stop, BatchListener listener) {
        this.stop = stop;
        this.listener = listener;
    }

    /** Return the filter that sees each call, to be the outermost one. */
    VideoExchangeFilter ofCalls() {
        return this::call;
    }

    /** Return the filter that sees each attempt, to be the innermost one. */
    VideoExchangeFilter ofAttempts() {
        return this::attempt;
    }

    void add(StoredJob job) {
        lines.put(job.row().id(), job.line());
    }

    @Nullable
    Job line(String id) {
        return lines.get(id);
    }

    /** Return the ids of the jobs whose lines have no result. */
    List<String> idsWithout(Map<String, JobResult> results) {
        return lines.entrySet().stream()
                .filter(entry -> !results.containsKey(entry.getValue().name()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** Return why the last call of this process for a job failed. */
    @Nullable
    Throwable failure(String id) {
        return failures.get(id);
    }

    /** Return whether this process made the video of a job. */
    boolean isMade(String id) {
        return made.contains(id);
    }

    /** Stop if this machine could not keep a video that it had paid: it would lose the next one as well. */
    void judge(StoredJob job) {
        String id = job.row().id();
        if (job.state() == JobState.LOST && called.contains(id) && !failures.containsKey(id)) {
            stop.stop("a video was lost on this machine: " + job.reason());
        }
    }

    int underWay() {
        return sending.size();
    }

    /** A job that is held without an answer is given back when the jobs close, for another process or the next run. */
    private Mono<VideoResponse> call(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            String id = ChutesJobs.idIn(context).orElse("");
            return stop.isStopped()
                    ? Mono.never()
                    : VideoResponse.doOnEnd(next.exchange(call), end -> ended(id, end))
                            .onErrorResume(error -> isEveryones(error) ? Mono.never() : Mono.error(error));
        });
    }

    /** Errors of the store are not for the caller to judge: the jobs try again. */
    private static boolean isEveryones(Throwable error) {
        Verdict verdict = Verdict.of(error);
        return error instanceof ChutesException && verdict.blame() == Verdict.Blame.ALL && !verdict.maybeBilled();
    }

    private void ended(String id, CallEnd end) {
        Throwable error = end.error();
        if (error instanceof ChutesCallRejectedException) {
            return; // nothing was sent, as when the database of the shared limits is away; the jobs try again
        }
        if (error instanceof ChutesException || error instanceof InvalidVideoRequestException) {
            failures.put(id, error);
            stop.failed(Verdict.of(error));
        } else if (end.outcome() == CallOutcome.COMPLETED) {
            failures.remove(id);
            made.add(id);
            stop.made();
        }
    }

    private Mono<VideoResponse> attempt(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            String id = ChutesJobs.idIn(context).orElse("");
            sending.add(id);
            called.add(id);
            return VideoResponse.doOnEnd(next.exchange(call), end -> attempted(id, end.error()));
        });
    }

    private void attempted(String id, @Nullable Throwable error) {
        sending.remove(id);
        Job line = lines.get(id);
        if (line != null && error instanceof ChutesException failure && isTriedAgain(failure)) {
            listener.refused(line, failure);
        }
    }

    private static boolean isTriedAgain(ChutesException failure) {
        return failure.isRetryable() && !failure.mayBeBilled();
    }
}

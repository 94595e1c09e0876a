package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressFilter;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The calls of jobs that this process makes, each from its permit to its end. */
@Component
final class LiveCalls implements ChutesClientBuilderCustomizer {

    private final Clock clock;

    private final SizeLimit limit;

    private final VideoFacts facts;

    /** The job of each call under way. */
    private final Map<String, String> jobs = new ConcurrentHashMap<>();

    /** The progress of each job whose call was sent. */
    private final Map<String, LiveProgress> progress = new ConcurrentHashMap<>();

    private final Sinks.Many<String> changes = Sinks.many().multicast().directBestEffort();

    private final Sinks.Many<String> ends = Sinks.many().multicast().directBestEffort();

    LiveCalls(Clock clock, GatewayProperties properties, VideoFacts facts) {
        this.clock = clock;
        this.limit = new SizeLimit(properties.maxVideoSize());
        this.facts = facts;
    }

    /** Registered outermost, to know the job of all events, and innermost, to see each attempt. */
    @Override
    public void customize(ChutesClient.Builder builder, String client) {
        builder.filters(filters -> {
            filters.add(0, this::follow);
            filters.add(1, ProgressFilter.of(this::moved));
            filters.add(this::watchAttempt);
        });
    }

    /** {@return the progress of a job's call, or {@code null} if this process has not sent one} */
    @Nullable
    LiveProgress of(String job) {
        return progress.get(job);
    }

    /** Emit on each change of a job. A change may be skipped when several occur at once or without demand. */
    Flux<String> changes(String job) {
        return changes.asFlux().filter(job::equals);
    }

    /** Emit when a call of a job ends, after which its row changes. */
    Flux<String> ends(String job) {
        return ends.asFlux().filter(job::equals);
    }

    int watchers() {
        return changes.currentSubscriberCount();
    }

    private Mono<VideoResponse> follow(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> {
            String job = ChutesJobs.idIn(context).orElse(null);
            if (job == null) {
                return next.exchange(call);
            }
            jobs.put(call.id(), job);
            Mono<VideoResponse> bounded =
                    next.exchange(call).map(video -> facts.watch(job, video.mapBody(limit::apply)));
            return VideoResponse.doOnEnd(bounded, end -> {
                jobs.remove(call.id());
                progress.remove(job);
                ends.tryEmitNext(job);
            });
        });
    }

    private void moved(ProgressEvent event) {
        LiveProgress first = new LiveProgress(JobState.WAITING, 1, 0, null, null);
        change(event.call(), now -> (now == null ? first : now).moved(event, clock.instant()));
    }

    private Mono<VideoResponse> watchAttempt(ChutesCall call, VideoExchange next) {
        return next.exchange(call).doOnError(ChutesException.class, error -> attemptFailed(call, error));
    }

    private void attemptFailed(ChutesCall call, ChutesException error) {
        if (error.isRetryable()) {
            change(call, now -> now == null ? null : now.retrying(error));
        }
    }

    private void change(ChutesCall call, UnaryOperator<@Nullable LiveProgress> step) {
        String job = jobs.get(call.id());
        if (job != null) {
            progress.compute(job, (id, now) -> step.apply(now));
            changes.tryEmitNext(job);
        }
    }
}

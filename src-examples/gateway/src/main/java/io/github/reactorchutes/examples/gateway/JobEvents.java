package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.ChutesJobException;
import io.github.reactorchutes.jobs.Job;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** The progress of generations as server-sent events. */
@Component
final class JobEvents {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final VideoJobs jobs;

    private final LiveCalls calls;

    private final JobStatuses statuses;

    private final Sinks.Empty<Void> closed = Sinks.empty();

    JobEvents(VideoJobs jobs, LiveCalls calls, JobStatuses statuses) {
        this.jobs = jobs;
        this.calls = calls;
        this.statuses = statuses;
    }

    /**
     * Emit the progress of generations until all of them have ended. The events are encoded on the event loop of the
     * connection. On another thread, the end of the connection could race with an encoded event, whose buffer would leak.
     *
     * @param ids the ids of the generations; those that do not exist are {@link JobState#GONE}
     * @param response the response for the events
     */
    Flux<ServerSentEvent<JobStatus>> of(Collection<String> ids, ServerHttpResponse response) {
        return Flux.fromIterable(ids)
                .flatMap(this::statuses, Math.max(1, ids.size()), 1)
                .takeUntilOther(closed.asMono())
                .publishOn(eventLoop(response), 1)
                .map(JobEvents::event);
    }

    private Flux<JobStatus> statuses(String id) {
        return jobs.find(id)
                .flatMapMany(this::watch)
                .switchIfEmpty(Mono.fromSupplier(() -> statuses.gone(id)))
                .onErrorResume(JobEvents::isGone, deleted -> Mono.just(statuses.gone(id)));
    }

    /** Look at each change of the row, at each change of a call of this process, and each second. */
    private Flux<JobStatus> watch(Job job) {
        Flux<?> moments = Flux.merge(
                calls.changes(job.id()), Flux.interval(Duration.ZERO, TICK).onBackpressureDrop());
        return Flux.combineLatest(jobs.watch(job), moments, (row, moment) -> row)
                .onBackpressureLatest()
                .concatMap(statuses::of, 1)
                .takeUntil(now -> now.state().isFinal());
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ChutesJobException job && job.reason() == ChutesJobException.Reason.NOT_FOUND;
    }

    /** End the streams of events, so that they do not delay the shutdown. The page asks the next gateway. */
    @EventListener(ContextClosedEvent.class)
    void close() {
        closed.tryEmitEmpty();
    }

    private static ServerSentEvent<JobStatus> event(JobStatus status) {
        return ServerSentEvent.builder(status).event("status").build();
    }

    private static Scheduler eventLoop(ServerHttpResponse response) {
        HttpServerResponse connected = ServerHttpResponseDecorator.getNativeResponse(response);
        AtomicReference<ScheduledExecutorService> loop = new AtomicReference<>();
        connected.withConnection(connection -> loop.set(loop(connection)));
        return Schedulers.fromExecutorService(Objects.requireNonNull(loop.get()));
    }

    private static ScheduledExecutorService loop(Connection connection) {
        return connection.channel().eventLoop();
    }
}

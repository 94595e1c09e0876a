package io.github.reactorchutes.examples.gateway;

import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** The progress of generations as server-sent events. */
@Component
final class JobEvents {

    private final VideoJobs jobs;

    private final JobStatuses statuses;

    JobEvents(VideoJobs jobs, JobStatuses statuses) {
        this.jobs = jobs;
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
                .publishOn(eventLoop(response), 1)
                .map(JobEvents::event);
    }

    private Flux<JobStatus> statuses(String id) {
        return jobs.find(id)
                .map(job -> job.watch().map(now -> statuses.of(job, now)))
                .orElseGet(() -> Flux.just(statuses.gone(id)));
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

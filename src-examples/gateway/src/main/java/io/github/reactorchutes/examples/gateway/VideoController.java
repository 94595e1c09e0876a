package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.store.StoredVideo;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Generates in the background: accepts immediately, streams the progress, and serves the saved video with seeking.
 * Anyone with the id of a video may watch and delete it; ids cannot be guessed.
 */
@RestController
final class VideoController {

    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern UNGUESSABLE =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    private final Admissions admissions;

    private final VideoJobs jobs;

    private final SavedVideos videos;

    private final JobStatuses statuses;

    private final JobEvents events;

    VideoController(Admissions admissions, VideoJobs jobs, SavedVideos videos, JobStatuses statuses, JobEvents events) {
        this.admissions = admissions;
        this.jobs = jobs;
        this.videos = videos;
        this.statuses = statuses;
        this.events = events;
    }

    @PostMapping(
            path = "/videos",
            consumes = {MediaType.MULTIPART_FORM_DATA_VALUE, MediaType.APPLICATION_FORM_URLENCODED_VALUE})
    Mono<ResponseEntity<Object>> begin(
            @RequestPart(name = "image", required = false) @Nullable Part image, ServerWebExchange exchange) {
        String id = id(exchange.getRequest().getHeaders().getFirst(IDEMPOTENCY_KEY));
        return jobs.find(id)
                .switchIfEmpty(Mono.defer(() -> admissions.admit(image, exchange))
                        .flatMap(admission -> jobs.start(id, admission)))
                .flatMap(this::accepted);
    }

    /** A client that chooses the id finds its generation even if the answer is lost, and pays once if it repeats it. */
    private static String id(@Nullable String key) {
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (!UNGUESSABLE.matcher(key).matches()) {
            throw Problems.unreadable(IDEMPOTENCY_KEY);
        }
        return key;
    }

    /** An unfinished video is a 202; one that failed, or that somebody must decide about, is its problem document. */
    @GetMapping("/videos/{id}")
    Mono<ResponseEntity<Object>> fetch(@PathVariable("id") String id, ServerWebExchange exchange) {
        return job(id).flatMap(job -> answer(job, exchange));
    }

    private Mono<ResponseEntity<Object>> answer(Job job, ServerWebExchange exchange) {
        StoredVideo video = job.video();
        if (video != null) {
            return videos.send(job, video, exchange).then(Mono.empty());
        }
        ErrorResponseException problem = FailureDocument.of(job);
        if (problem != null && job.state().isSettled()) {
            return Mono.error(problem);
        }
        return isCancelled(job) ? Mono.error(Problems.noSuchVideo()) : accepted(job);
    }

    private static boolean isCancelled(Job job) {
        return job.state().isEnded() || job.isCancelRequested();
    }

    @GetMapping(path = "/videos/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Mono<ResponseEntity<Flux<ServerSentEvent<JobStatus>>>> watch(
            @PathVariable("id") String id, ServerHttpResponse response) {
        return job(id).map(job -> ResponseEntity.ok(events.of(List.of(id), response)));
    }

    /** A browser opens few connections to one host, so a page follows all of its generations on a single one. */
    @GetMapping(path = "/videos/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<JobStatus>> watchAll(@RequestParam("id") Set<String> ids, ServerHttpResponse response) {
        return events.of(ids, response);
    }

    @DeleteMapping("/videos/{id}")
    Mono<ResponseEntity<Void>> delete(@PathVariable("id") String id, ServerWebExchange exchange) {
        return job(id).flatMap(job -> jobs.remove(job, Visitor.nameOf(exchange)))
                .thenReturn(ResponseEntity.noContent().build());
    }

    /** Generate again what may have been paid; it may be paid in addition. */
    @PostMapping("/videos/{id}/resend")
    Mono<ResponseEntity<Object>> resend(@PathVariable("id") String id, ServerWebExchange exchange) {
        return job(id).flatMap(job -> jobs.resend(
                        job, Visitor.nameOf(exchange), Upload.of(exchange).handOver()))
                .flatMap(this::accepted);
    }

    /** Accept that what may have been paid has no video. */
    @PostMapping("/videos/{id}/accept")
    Mono<JobStatus> accept(@PathVariable("id") String id, ServerWebExchange exchange) {
        return job(id).flatMap(job -> jobs.accept(job, Visitor.nameOf(exchange)))
                .flatMap(statuses::of);
    }

    private Mono<Job> job(String id) {
        return jobs.find(id).switchIfEmpty(Mono.error(Problems::noSuchVideo));
    }

    private Mono<ResponseEntity<Object>> accepted(Job job) {
        return statuses.of(job)
                .map(status -> ResponseEntity.accepted()
                        .location(URI.create("/videos/" + status.id()))
                        .header(HttpHeaders.RETRY_AFTER, "2")
                        .cacheControl(CacheControl.noStore())
                        .contentType(MediaType.APPLICATION_JSON)
                        .body(status));
    }
}

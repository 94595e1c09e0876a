package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.sink.SavedVideo;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.MediaTypeFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.codec.multipart.Part;
import org.springframework.http.server.reactive.ServerHttpResponse;
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
import reactor.core.scheduler.Schedulers;

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

    private final JobStatuses statuses;

    private final JobEvents events;

    private final Duration keep;

    VideoController(
            Admissions admissions,
            VideoJobs jobs,
            JobStatuses statuses,
            JobEvents events,
            GatewayProperties properties) {
        this.admissions = admissions;
        this.jobs = jobs;
        this.statuses = statuses;
        this.events = events;
        this.keep = properties.keep();
    }

    @PostMapping(
            path = "/videos",
            consumes = {MediaType.MULTIPART_FORM_DATA_VALUE, MediaType.APPLICATION_FORM_URLENCODED_VALUE})
    Mono<ResponseEntity<Object>> begin(
            @RequestPart(name = "image", required = false) @Nullable Part image, ServerWebExchange exchange) {
        String id = id(exchange.getRequest().getHeaders().getFirst(IDEMPOTENCY_KEY));
        return Mono.justOrEmpty(jobs.find(id))
                .switchIfEmpty(admissions.admit(image, exchange).map(admission -> jobs.start(id, admission)))
                .map(this::accepted);
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

    /** An unfinished video is a 202; a failed one is its problem document. */
    @GetMapping("/videos/{id}")
    Mono<ResponseEntity<Object>> fetch(@PathVariable String id) {
        return Mono.fromSupplier(() -> answer(job(id))).subscribeOn(Schedulers.boundedElastic());
    }

    @GetMapping(path = "/videos/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<JobStatus>> watch(@PathVariable String id, ServerHttpResponse response) {
        return events.of(List.of(job(id).id()), response);
    }

    /** A browser opens few connections to one host, so a page follows all of its generations on a single one. */
    @GetMapping(path = "/videos/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    Flux<ServerSentEvent<JobStatus>> watchAll(@RequestParam("id") Set<String> ids, ServerHttpResponse response) {
        return events.of(ids, response);
    }

    @DeleteMapping("/videos/{id}")
    ResponseEntity<Void> delete(@PathVariable String id) {
        jobs.remove(job(id));
        return ResponseEntity.noContent().build();
    }

    private VideoJob job(String id) {
        return jobs.find(id).orElseThrow(Problems::noSuchVideo);
    }

    private ResponseEntity<Object> answer(VideoJob job) {
        JobProgress now = job.progress();
        Throwable error = now.error();
        if (now.state() == JobState.FAILED && error != null) {
            throw Problems.of(error);
        }
        SavedVideo video = now.video();
        return video == null ? accepted(job) : ready(video);
    }

    private ResponseEntity<Object> accepted(VideoJob job) {
        return ResponseEntity.accepted()
                .location(URI.create("/videos/" + job.id()))
                .header(HttpHeaders.RETRY_AFTER, "2")
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(statuses.of(job, job.progress()));
    }

    private ResponseEntity<Object> ready(SavedVideo video) {
        return ResponseEntity.ok()
                .contentType(
                        MediaTypeFactory.getMediaType(video.file().getFileName().toString())
                                .orElse(MediaType.APPLICATION_OCTET_STREAM))
                .eTag(video.sha256())
                .cacheControl(CacheControl.maxAge(keep).cachePrivate().immutable())
                .body(new FileSystemResource(video.file()));
    }
}

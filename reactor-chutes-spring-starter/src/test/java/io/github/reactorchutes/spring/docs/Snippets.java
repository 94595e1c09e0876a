package io.github.reactorchutes.spring.docs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The Java of docs/spring-boot.md. */
@SuppressWarnings("ClassCanBeStatic")
final class Snippets {

    private Snippets() {}

    // snippet: controller
    @RestController
    class VideoController {

        private final ChutesClient chutes;

        VideoController(ChutesClient chutes) {
            this.chutes = chutes;
        }

        @PostMapping("/videos")
        Mono<VideoResponse> generate(@RequestBody String prompt) {
            return chutes.exchange(TextToVideoRequest.builder(prompt).build());
        }
    }
    // end

    class EntityController {

        private final ChutesClient chutes;

        EntityController(ChutesClient chutes) {
            this.chutes = chutes;
        }

        // snippet: entity
        @GetMapping("/fox")
        Mono<ResponseEntity<Flux<DataBuffer>>> fox() {
            return chutes.exchange(TextToVideoRequest.builder("a red fox").build())
                    .map(video -> ResponseEntity.ok()
                            .contentType(MediaType.parseMediaType(video.contentType()))
                            .cacheControl(CacheControl.noStore())
                            .body(video.body()));
        }
        // end
    }

    // snippet: saved
    @RestController
    class SavedVideos {

        private final ChutesClient chutes;

        private final Path folder = Path.of("videos");

        SavedVideos(ChutesClient chutes) {
            this.chutes = chutes;
        }

        @PostMapping("/saved-videos")
        Mono<ResponseEntity<Void>> save(@RequestBody String prompt) {
            UUID id = UUID.randomUUID();
            TextToVideoRequest request = TextToVideoRequest.builder(prompt).build();
            return FileSink.to(folder.resolve(id + ".mp4"))
                    .saveCall(chutes.textToVideo(request))
                    .map(saved -> ResponseEntity.created(URI.create("/saved-videos/" + id))
                            .build());
        }

        @GetMapping(path = "/saved-videos/{id}", produces = "video/mp4")
        Resource serve(@PathVariable UUID id) {
            return new FileSystemResource(folder.resolve(id + ".mp4"));
        }
    }
    // end

    @RestController
    static class FluxUploads {

        private final ChutesClient chutes;

        FluxUploads(ChutesClient chutes) {
            this.chutes = chutes;
        }

        // snippet: file-part
        @PostMapping("/animate")
        Mono<VideoResponse> animate(@RequestPart String prompt, @RequestPart FilePart image) {
            return Mono.usingWhen(
                    Mono.fromCallable(() -> Files.createTempFile("upload", null))
                            .subscribeOn(Schedulers.boundedElastic()),
                    file -> image.transferTo(file).then(Mono.defer(() -> animate(prompt, Image.file(file)))),
                    file -> Mono.fromCallable(() -> Files.deleteIfExists(file))
                            .subscribeOn(Schedulers.boundedElastic()));
        }
        // end

        private Mono<VideoResponse> animate(String prompt, Image image) {
            return chutes.exchange(ImageToVideoRequest.builder(prompt, image).build());
        }
    }

    @RestController
    static class ServletUploads {

        private final ChutesClient chutes;

        ServletUploads(ChutesClient chutes) {
            this.chutes = chutes;
        }

        // snippet: multipart-file
        @PostMapping("/animate")
        Mono<VideoResponse> animate(@RequestPart String prompt, @RequestPart MultipartFile image) {
            return animate(prompt, Image.from(image::getInputStream, image.getSize()));
        }
        // end

        // snippet: animate
        private Mono<VideoResponse> animate(String prompt, Image image) {
            return chutes.exchange(ImageToVideoRequest.builder(prompt, image).build());
        }
        // end
    }

    static class Beans {

        // snippet: named
        @Bean(defaultCandidate = false)
        @Qualifier("acme")
        ChutesClient acme(ChutesClients clients) {
            return clients.get("acme");
        }
        // end

        // snippet: tokens
        @Bean
        ChutesTokenProvider tokens(Vault vault) {
            return () -> Mono.deferContextual(context -> vault.tokenOf(context.get("tenant")));
        }
        // end

        // snippet: customizer
        @Bean
        ChutesClientBuilderCustomizer requestIds() {
            return (builder, client) -> builder.filter(
                    (call, next) -> next.exchange(call.withHeader("X-Request-Id", client + "-" + UUID.randomUUID())));
        }
        // end
    }

    // snippet: job-controller
    @RestController
    class JobController {

        private final ChutesJobs jobs;

        JobController(ChutesJobs jobs) {
            this.jobs = jobs;
        }

        @PostMapping("/jobs")
        Mono<String> submit(@RequestBody String prompt) {
            return jobs.submit(TextToVideoRequest.builder(prompt).build()).map(Job::id);
        }

        @GetMapping(path = "/jobs/{id}", produces = "video/mp4")
        Flux<DataBuffer> video(@PathVariable String id) {
            return jobs.video(id);
        }
    }
    // end

    // snippet: test
    @SpringBootTest
    @AutoConfigureChutesEmulator
    class GalleryTests {

        @Autowired
        ChutesEmulator emulator;
    }
    // end

    interface Vault {

        Mono<String> tokenOf(String tenant);
    }
}

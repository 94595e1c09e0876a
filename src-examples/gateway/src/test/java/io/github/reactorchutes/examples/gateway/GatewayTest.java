package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.jobs.ChutesJobs;
import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobFilter;
import io.github.reactorchutes.jobs.JobKey;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpEntity;
import org.springframework.http.client.MultipartBodyBuilder;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A gateway on a real socket, in front of an emulator. After each test nothing may be left of it. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "gateway.max-prompt-length=100",
            "gateway.max-image-size=200KB",
            "gateway.max-video-size=1MB",
            "gateway.max-per-client=4",
            "gateway.patience=1m",
            "gateway.max-videos=5",
            "gateway.hosts=gateway.example,gateway_1",
            "chutes.retry.capacity.max-retries=0",
            "chutes.retry.not-reached.max-retries=0",
            "chutes.retry.cold-start.max-retries=1",
            "chutes.retry.cold-start.min-backoff=50ms",
            "chutes.circuit-breaker.enabled=false",
            "chutes.rate-limit.enabled=false",
            "chutes.http.first-byte-timeout=20s",
        })
@AutoConfigureChutesEmulator
abstract class GatewayTest {

    static final Duration SOON = Duration.ofSeconds(20);

    @LocalServerPort
    int port;

    @Autowired
    ChutesEmulator emulator;

    @Autowired
    ChutesJobs jobs;

    @Autowired
    Retention retention;

    @Autowired
    DataFolder data;

    @Autowired
    Workspace workspace;

    @Autowired
    ClientPermits permits;

    @Autowired
    UploadBounds uploads;

    WebTestClient web;

    /** Each gateway has a folder of its own. */
    @DynamicPropertySource
    static void keepDataApart(DynamicPropertyRegistry properties) throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "gateway-");
        properties.add("gateway.directory", folder::toString);
    }

    @BeforeEach
    void connect() {
        emulator.reset();
        web = WebTestClient.bindToServer()
                .baseUrl("http://127.0.0.1:" + port)
                .responseTimeout(SOON)
                .build();
    }

    @AfterEach
    void leaveNothing() {
        forgetAll();
        Awaitility.await().atMost(SOON).untilAsserted(() -> {
            assertThat(permits.running()).isZero();
            assertThat(uploads.arriving()).isZero();
            assertThat(uploads.parked()).isZero();
            assertThat(files()).isEmpty();
            assertThat(all(data.path().resolve("videos")).filter(Files::isRegularFile))
                    .isEmpty();
        });
    }

    /** Delete all generations. */
    void forgetAll() {
        jobs.list(JobFilter.all()).concatMap(this::forget).blockLast(SOON);
    }

    private Mono<Void> forget(Job job) {
        return jobs.cancel(job.id(), "a test")
                .thenMany(jobs.watch(job.id()))
                .last()
                .flatMap(end -> end.state().isUndecided() ? jobs.accept(end.id(), "a test") : Mono.just(end))
                .flatMap(end -> jobs.delete(end.id()));
    }

    Job job(String path) {
        String id = path.substring(path.lastIndexOf('/') + 1);
        return Objects.requireNonNull(jobs.find(JobKey.of(id)).block(SOON));
    }

    /** {@return the files of saved videos and of those on their way} */
    List<Path> videos() {
        return Stream.of("videos", "spool")
                .flatMap(folder -> all(data.path().resolve(folder)))
                .filter(Files::isRegularFile)
                .toList();
    }

    private static Stream<Path> all(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.<Path>of()) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begin a generation in the background and return its path. */
    String begin(Consumer<MultipartBodyBuilder> fields) {
        return String.valueOf(web.post()
                .uri("/videos")
                .bodyValue(form(fields))
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectBody()
                .returnResult()
                .getResponseHeaders()
                .getLocation());
    }

    String begin(String prompt) {
        return begin(form -> form.part("prompt", prompt));
    }

    /** Return each status of a generation until its last one. */
    Flux<JobStatus> follow(String path) {
        return web.get()
                .uri(path + "/events")
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<JobStatus>>() {})
                .getResponseBody()
                .map(event -> Objects.requireNonNull(event.data()));
    }

    JobStatus last(String path) {
        return Objects.requireNonNull(follow(path).blockLast(SOON));
    }

    static MultiValueMap<String, HttpEntity<?>> form(Consumer<MultipartBodyBuilder> fields) {
        MultipartBodyBuilder form = new MultipartBodyBuilder();
        fields.accept(form);
        return form.build();
    }

    static byte[] picture() throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    Stream<Path> files() {
        try (Stream<Path> files = Files.list(workspace.directory())) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

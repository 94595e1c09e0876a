package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import reactor.test.StepVerifier;

class VideoTests extends GatewayTest {

    @Test
    void servesAVideoInPartsOnceItIsReady() {
        String path = begin("a fox");
        JobStatus.Video video = Objects.requireNonNull(last(path).video());
        assertThat(video.href()).isEqualTo(path);
        assertThat(video.seconds()).isEqualTo(81 / 24.0);
        byte[] whole = fetch(path, "bytes=0-", HttpStatus.PARTIAL_CONTENT);
        assertThat(whole).hasSize((int) video.bytes());
        assertThat(fetch(path, "bytes=100-299", HttpStatus.PARTIAL_CONTENT))
                .isEqualTo(Arrays.copyOfRange(whole, 100, 300));
        assertThat(fetch(path, "bytes=-5", HttpStatus.PARTIAL_CONTENT))
                .isEqualTo(Arrays.copyOfRange(whole, whole.length - 5, whole.length));
        assertThat(fetch(path, "bytes=" + whole.length + "-", HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE))
                .isEmpty();
    }

    @Test
    void saysThatACopyIsStillGood() {
        String path = begin("a fox");
        String tag = '"' + Objects.requireNonNull(last(path).video()).sha256() + '"';
        web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, tag)
                .expectBody()
                .returnResult();
        web.get()
                .uri(path)
                .header(HttpHeaders.IF_NONE_MATCH, tag)
                .exchange()
                .expectStatus()
                .isNotModified()
                .expectBody()
                .returnResult();
    }

    @Test
    void tellsOfEachStepAndAttempt() {
        emulator.enqueue(Reply.coldStart());
        List<JobStatus> seen =
                Objects.requireNonNull(follow(begin("a fox")).collectList().block(SOON));
        JobStatus last = seen.get(seen.size() - 1);
        assertThat(last.state()).isEqualTo(JobState.READY);
        assertThat(last.attempt()).isEqualTo(2);
        assertThat(seen.subList(0, seen.size() - 1))
                .isSortedAccordingTo((a, b) -> Long.compare(a.elapsedMillis(), b.elapsedMillis()));
    }

    @Test
    void tellsThePlaceInTheLine() {
        emulator.when(request -> true).thenReply(Reply.silent());
        begin("first");
        begin("second");
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 2);
        String third = begin("third");
        String fourth = begin("fourth");
        StepVerifier.create(follow(fourth)
                        .filter(status -> Objects.equals(status.position(), 2))
                        .next())
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
        web.delete()
                .uri(third)
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody()
                .returnResult();
        StepVerifier.create(follow(fourth)
                        .filter(status -> Objects.equals(status.position(), 1))
                        .next())
                .expectNextCount(1)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void paysOnceForARepeatedRequest() {
        String key = "3f0c8a52-7f0e-4a57-9f0b-2f6c0e1d9a11";
        assertThat(beginWithKey(key)).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(beginWithKey(key)).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(last("/videos/" + key).state()).isEqualTo(JobState.READY);
        assertThat(beginWithKey(key)).isEqualTo(HttpStatus.ACCEPTED);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "../../etc/passwd", "3F0C8A52-7F0E-4A57-9F0B-2F6C0E1D9A11", ""})
    void refusesAKeyThatIsNotARandomId(String key) {
        assertThat(beginWithKey(key)).isEqualTo(HttpStatus.BAD_REQUEST);
        assertThat(emulator.requestCount()).isZero();
    }

    private HttpStatusCode beginWithKey(String key) {
        return web.post()
                .uri("/videos")
                .header("Idempotency-Key", key)
                .bodyValue(form(form -> form.part("prompt", "a fox")))
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus();
    }

    @Test
    void answersThatAVideoIsNotReadyYet() {
        emulator.enqueue(Reply.silent());
        String path = begin("a fox");
        web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isAccepted()
                .expectHeader()
                .exists(HttpHeaders.RETRY_AFTER)
                .expectBody()
                .returnResult();
    }

    @Test
    void closesTheUpstreamConnectionOfACancelledVideo() {
        emulator.enqueue(Reply.video().stallAfter(3_000));
        String path = begin("a fox");
        RecordedRequest upstream = emulator.takeRequest(SOON);
        Awaitility.await().atMost(SOON).until(() -> !videos().isEmpty());
        web.delete()
                .uri(path)
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody()
                .returnResult();
        assertThat(upstream.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        web.get().uri(path).exchange().expectStatus().isNotFound().expectBody().returnResult();
        Awaitility.await().atMost(SOON).until(() -> job(path).state().isEnded());
        web.get().uri(path).exchange().expectStatus().isNotFound().expectBody().returnResult();
        assertThat(delete(path)).isEqualTo(HttpStatus.NO_CONTENT);
        assertThat(delete(path)).isEqualTo(HttpStatus.NOT_FOUND);
    }

    private HttpStatusCode delete(String path) {
        return web.delete().uri(path).exchange().expectBody().returnResult().getStatus();
    }

    @Test
    void servesTheProblemOfAVideoThatFailed() {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());
        String path = begin("a fox");
        JobStatus failed = last(path);
        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(Objects.requireNonNull(failed.problem()).getStatus()).isEqualTo(402);
        web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isEqualTo(402)
                .expectBody()
                .returnResult();
    }

    @Test
    void deletesWhatBrokeOffOrIsTooLarge() {
        emulator.enqueue(Reply.video().cutAfter(4_000), Reply.videoOfSize(3_000_000));
        assertThat(last(begin("a fox")).state()).isEqualTo(JobState.LOST);
        JobStatus tooLarge = last(begin("a wolf"));
        assertThat(tooLarge.state()).isEqualTo(JobState.LOST);
        assertThat(Objects.requireNonNull(tooLarge.problem()).getDetail()).isEqualTo("The video is larger than 1 MB.");
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(videos()).isEmpty());
    }

    @Test
    void keepsAndDeletesAVideoOfAnotherFormat() {
        byte[] webm = new byte[2_000];
        System.arraycopy(
                new byte[] {0x1A, 0x45, (byte) 0xDF, (byte) 0xA3, (byte) 0x87, 0x42, (byte) 0x82, (byte) 0x84},
                0,
                webm,
                0,
                8);
        System.arraycopy("webm".getBytes(StandardCharsets.US_ASCII), 0, webm, 8, 4);
        emulator.enqueue(Reply.of(200, "video/webm", webm));
        String path = begin("a fox");
        assertThat(Objects.requireNonNull(last(path).video()).ending()).isEqualTo("webm");
        web.get()
                .uri(path)
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("video/webm")
                .expectBody()
                .returnResult();
        web.delete()
                .uri(path)
                .exchange()
                .expectStatus()
                .isNoContent()
                .expectBody()
                .returnResult();
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(videos()).isEmpty());
    }

    @Test
    void forgetsAVideoAfterItsTime() {
        String path = begin("a fox");
        last(path);
        retention.sweepNow();
        web.get().uri(path).exchange().expectStatus().isOk().expectBody().returnResult();
        age(Duration.ofMinutes(61));
        retention.sweepNow();
        web.get().uri(path).exchange().expectStatus().isNotFound().expectBody().returnResult();
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(videos()).isEmpty());
    }

    private void age(Duration time) {
        try (Connection database =
                        DriverManager.getConnection("jdbc:sqlite:" + data.path().resolve("jobs.db"));
                Statement statement = database.createStatement()) {
            statement.execute("update chutes_job set updated_at = updated_at - " + time.toMillis());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void forgetsTheOldestWhenThereAreTooMany() {
        List<String> paths = java.util.stream.IntStream.range(0, 6)
                .mapToObj(number -> {
                    String path = begin("fox " + number);
                    assertThat(last(path).state()).isEqualTo(JobState.READY);
                    return path;
                })
                .toList();
        web.get()
                .uri(paths.get(0))
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .returnResult();
        web.get()
                .uri(paths.get(1))
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody()
                .returnResult();
    }

    @Test
    void sendsAnImageAndDeletesItsCopy() throws IOException {
        byte[] image = picture();
        String path = begin(form -> {
            form.part("endpoint", "image-to-video");
            form.part("prompt", "it looks up");
            form.part("image", new ByteArrayResource(image)).filename("fox.png");
        });
        assertThat(last(path).state()).isEqualTo(JobState.READY);
        RecordedRequest upstream = emulator.takeRequest(SOON);
        assertThat(upstream.path()).isEqualTo("/image2video");
        assertThat(upstream.image().orElseThrow().decoded()).isTrue();
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(files()).isEmpty());
    }

    private byte[] fetch(String path, String range, HttpStatus status) {
        byte[] bytes = web.get()
                .uri(path)
                .header(HttpHeaders.RANGE, range)
                .exchange()
                .expectStatus()
                .isEqualTo(status)
                .expectBody()
                .returnResult()
                .getResponseBody();
        return bytes == null ? new byte[0] : bytes;
    }
}

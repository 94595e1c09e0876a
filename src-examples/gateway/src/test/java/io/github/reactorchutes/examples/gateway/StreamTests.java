package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class StreamTests extends GatewayTest {

    private static final int LARGE = 64 * 1024 * 1024;

    @Test
    void passesAVideoThroughAndKeepsNothing() {
        byte[] video = web.post()
                .uri("/videos/stream")
                .bodyValue(form(form -> form.part("prompt", "a fox")))
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .contentType("video/mp4")
                .expectHeader()
                .valueEquals(HttpHeaders.CACHE_CONTROL, "no-store")
                .expectBody()
                .returnResult()
                .getResponseBody();
        RecordedRequest upstream = emulator.takeRequest(SOON);
        assertThat(upstream.json()).containsEntry("prompt", "a fox");
        assertThat(upstream.awaitEnd(SOON)).isEqualTo(ExchangeEnd.COMPLETED);
        assertThat(video).hasSize((int) upstream.bytesWritten());
        assertThat(files()).isEmpty();
    }

    @Test
    void closesTheUpstreamConnectionWhenTheVisitorLeavesWhileTheGpuWorks() throws IOException {
        emulator.enqueue(Reply.silent());
        try (RawCall visitor = RawCall.post(port, "/videos/stream", "prompt=a+fox")) {
            assertThat(emulator.takeRequest(SOON).connectionOpen()).isTrue();
            assertThat(visitor.isOpen()).isTrue();
        }
        assertThat(emulator.requests().get(0).awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        emulator.awaitOpenConnections(0, SOON);
    }

    @Test
    void closesTheUpstreamConnectionWhenTheVisitorLeavesMidStream() throws IOException {
        emulator.enqueue(Reply.videoOfSize(LARGE).drip(2_000, Duration.ofMillis(20)));
        try (RawCall visitor = RawCall.post(port, "/videos/stream", "prompt=a+fox")) {
            visitor.awaitAnswer();
            assertThat(emulator.requests().get(0).end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
        }
        assertThat(emulator.requests().get(0).awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        emulator.awaitOpenConnections(0, SOON);
    }

    /** The second visitor proves that the first had enough time to receive everything. */
    @Test
    void readsNoFasterThanTheVisitor() throws IOException {
        emulator.enqueue(Reply.videoOfSize(LARGE), Reply.videoOfSize(LARGE));
        try (RawCall idle = RawCall.post(port, "/videos/stream", "prompt=a+fox");
                RawCall eager = RawCall.post(port, "/videos/stream", "prompt=a+wolf")) {
            idle.awaitAnswer();
            assertThat(eager.skipAll()).isGreaterThanOrEqualTo(LARGE);
            RecordedRequest first = emulator.requests().stream()
                    .filter(request -> "a fox".equals(request.json().get("prompt")))
                    .findFirst()
                    .orElseThrow();
            assertThat(first.bytesWritten()).isLessThan(LARGE / 2);
            assertThat(first.end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
        }
        emulator.awaitIdle(SOON);
    }

    /** The server drops unflushed data, so only it determines how much of the video got through. */
    @Test
    void breaksOffWhenTheVideoDoes() throws IOException {
        emulator.enqueue(Reply.video().cutAfter(5_000));
        try (RawCall visitor = RawCall.post(port, "/videos/stream", "prompt=a+fox")) {
            assertThat(visitor.readAll())
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("Content-Type: video/mp4")
                    .doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void answersWithAProblemWhenTheVideoBreaksOffBeforeItsFirstByte() throws IOException {
        emulator.enqueue(Reply.video().cutAfter(0));
        try (RawCall visitor = RawCall.post(port, "/videos/stream", "prompt=a+fox")) {
            assertThat(visitor.readAll()).startsWith("HTTP/1.1 502").contains("application/problem+json");
        }
    }
}

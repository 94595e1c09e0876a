package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.Reply;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;

/** One stream of events for several generations. */
class EventTests extends GatewayTest {

    @Autowired
    private LiveCalls calls;

    private static final String UNKNOWN = "3f0c8a52-7f0e-4a57-9f0b-2f6c0e1d9a11";

    @Test
    void followsSeveralGenerationsToTheLastEnd() {
        String fox = id(begin("a fox"));
        String wolf = id(begin("a wolf"));
        List<JobStatus> seen = Objects.requireNonNull(watch(fox, wolf)
                .filter(status -> status.state().isFinal())
                .collectList()
                .block(SOON));
        assertThat(seen).extracting(JobStatus::state).containsOnly(JobState.READY);
        assertThat(seen).extracting(JobStatus::id).containsExactlyInAnyOrder(fox, wolf);
    }

    @Test
    void reportsAnUnknownGenerationAsGone() {
        String fox = id(begin("a fox"));
        List<JobStatus> seen = Objects.requireNonNull(watch(UNKNOWN, fox, "nonsense")
                .filter(status -> status.state().isFinal())
                .collectList()
                .block(SOON));
        assertThat(seen)
                .filteredOn(status -> status.state() == JobState.GONE)
                .extracting(JobStatus::id)
                .containsExactlyInAnyOrder(UNKNOWN, "nonsense");
        assertThat(seen).hasSize(3);
    }

    @Test
    void refusesAStreamOfNothing() {
        assertThat(web.get()
                        .uri("/videos/events")
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus())
                .isEqualTo(HttpStatus.BAD_REQUEST);
    }

    /** Leak detection fails this test when a buffer of an event is lost. */
    @Test
    void leavesNothingOfPagesThatGoAway() {
        emulator.when(request -> true).thenReply(Reply.silent());
        String fox = id(begin("a fox"));
        Flux.fromStream(IntStream.range(0, 60).boxed())
                .flatMap(page -> watch(fox, UNKNOWN).take(1 + page % 2), 20)
                .blockLast(SOON);
        Awaitility.await().atMost(SOON).until(() -> calls.watchers() == 0);
        assertThat(job(fox).state().isSettled()).isFalse();
    }

    private Flux<JobStatus> watch(String... ids) {
        return web.get()
                .uri("/videos/events?id=" + String.join("&id=", ids))
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<JobStatus>>() {})
                .getResponseBody()
                .map(event -> Objects.requireNonNull(event.data()));
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}

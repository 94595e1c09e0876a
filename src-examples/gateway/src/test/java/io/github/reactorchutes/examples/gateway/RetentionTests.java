package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.jobs.Job;
import io.github.reactorchutes.jobs.JobFilter;
import io.github.reactorchutes.test.Reply;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.http.HttpStatus;
import org.springframework.test.context.TestPropertySource;
import reactor.core.publisher.Flux;

/** What makes room, and what never does. */
@TestPropertySource(properties = {"gateway.max-storage=45KB", "gateway.max-videos=3"})
class RetentionTests extends GatewayTest {

    @Test
    void deletesTheOldestVideosBeyondTheStorage() {
        List<String> paths =
                IntStream.range(0, 3).mapToObj(number -> done("fox " + number)).toList();

        Awaitility.await().atMost(SOON).until(() -> videos().size() == 2);
        assertThat(status(paths.get(0))).isEqualTo(404);
        assertThat(status(paths.get(2))).isEqualTo(200);
    }

    /** Several gateways do it at the same time. */
    @Test
    void sweepsInEachGateway() {
        done("a fox");
        done("a wolf");
        Flux.range(0, 8)
                .flatMap(replica -> new Retention(jobs, withoutStorage()).sweep())
                .blockLast(SOON);

        assertThat(jobs.list(JobFilter.all()).collectList().block(SOON)).isEmpty();
        assertThat(videos()).isEmpty();
    }

    @Test
    void neverDeletesWhatSomebodyMustDecide() {
        emulator.when(request -> true).thenReply(Reply.gatewayTimeout());
        for (int i = 0; i < 3; i++) {
            assertThat(last(begin("fox " + i)).state()).isEqualTo(JobState.UNKNOWN);
        }

        assertThat(web.post()
                        .uri("/videos")
                        .bodyValue(form(form -> form.part("prompt", "one too many")))
                        .exchange()
                        .expectBody()
                        .returnResult()
                        .getStatus())
                .isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
        assertThat(Objects.requireNonNull(
                        jobs.list(JobFilter.all()).collectList().block(SOON)))
                .extracting(Job::paidCalls)
                .containsExactly(1, 1, 1);
    }

    private static GatewayProperties withoutStorage() {
        Map<String, String> settings = Map.of("gateway.max-storage", "0B", "gateway.directory", "unused");
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("gateway", GatewayProperties.class)
                .get();
    }

    private String done(String prompt) {
        String path = begin(prompt);
        assertThat(last(path).state()).isEqualTo(JobState.READY);
        return path;
    }

    private int status(String path) {
        return web.get()
                .uri(path)
                .exchange()
                .expectBody()
                .returnResult()
                .getStatus()
                .value();
    }
}

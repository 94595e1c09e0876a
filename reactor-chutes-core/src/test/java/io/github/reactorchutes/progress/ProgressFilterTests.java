package io.github.reactorchutes.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.Resolution;
import io.github.reactorchutes.request.TextToVideoRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;

class ProgressFilterTests {

    private static final byte[] VIDEO = Videos.ofSize(100_000);

    private static final Duration GENERATION = Duration.ofMillis(120);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();

    private RawServer server;

    @BeforeEach
    void start() {
        server = RawServer.start(connection -> {
            while (true) {
                String path = connection.readRequest().path();
                connection.pause(GENERATION);
                if (path.equals("/text2video")) {
                    connection.write(Heads.video(VIDEO.length)).write(VIDEO);
                } else {
                    connection.write(Heads.answer(402, "application/json", "{\"detail\":\"no money\"}"));
                }
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        fixture.assertClean();
        server.close();
    }

    @Test
    void tellsEachStepInItsOrder() {
        Calls.video(client(ProgressFilter.of(events::add).every(Duration.ZERO)), Requests.text());

        assertThat(steps().stream().distinct())
                .containsExactly(Step.QUEUED, Step.SENDING, Step.GENERATING, Step.HEAD, Step.BYTES, Step.ENDED);
        assertThat(events).extracting(ProgressEvent::elapsed).isSorted();
        assertThat(events).extracting(ProgressEvent::bytesReceived).isSorted().endsWith(100_000L);
        assertThat(event(Step.HEAD).elapsed()).isGreaterThanOrEqualTo(GENERATION);
        CallEnd end = event(Step.ENDED).end();
        assertThat(end).isNotNull().extracting(CallEnd::outcome).isEqualTo(CallOutcome.COMPLETED);
        assertThat(event(Step.HEAD)).asString().contains("HEAD after PT");
    }

    @Test
    void tellsOfBytesNowAndThen() {
        Calls.video(client(ProgressFilter.of(events::add).every(Duration.ofHours(1))), Requests.text());

        assertThat(steps()).containsExactly(Step.QUEUED, Step.SENDING, Step.GENERATING, Step.HEAD, Step.ENDED);
        assertThatThrownBy(() -> ProgressFilter.of(events::add).every(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void estimatesFromEarlierCallsOfTheSameShape() {
        ChutesClient client = client(ProgressFilter.of(events::add));
        Calls.video(client, Requests.text());
        assertThat(events).extracting(ProgressEvent::remaining).containsOnlyNulls();
        events.clear();

        Calls.video(client, Requests.text());
        assertThat(event(Step.QUEUED).remaining()).isBetween(GENERATION, GENERATION.multipliedBy(10));
        assertThat(event(Step.GENERATING).remaining())
                .isEqualTo(event(Step.QUEUED).remaining());
        assertThat(event(Step.HEAD).remaining()).isNull();
        events.clear();

        Calls.video(client, Requests.text().toBuilder().frames(100).build());
        assertThat(event(Step.GENERATING).remaining()).isNull();
    }

    @Test
    void endsAFailedCallOnce() {
        ChutesClient client = client(ProgressFilter.of(events::add));
        Calls.failure(
                ChutesResponseException.class,
                client,
                FastImageToVideoRequest.builder("a fox", Image.verbatim("example-string"))
                        .build());

        assertThat(steps()).containsExactly(Step.QUEUED, Step.SENDING, Step.GENERATING, Step.ENDED);
        assertThat(event(Step.ENDED)).asString().contains("FAILED");
    }

    @Test
    void endsACancelledCallOnce() {
        Disposable call =
                client(ProgressFilter.of(events::add)).exchange(Requests.text()).subscribe();
        Await.untilAsserted(() -> assertThat(steps()).contains(Step.GENERATING));
        call.dispose();

        assertThat(steps()).containsExactly(Step.QUEUED, Step.SENDING, Step.GENERATING, Step.ENDED);
        assertThat(event(Step.ENDED)).asString().contains("CANCELLED");
    }

    @Test
    void survivesAListenerThatThrows() {
        ChutesClient client = client(ProgressFilter.of(event -> {
                    events.add(event);
                    throw new IllegalStateException("of the listener");
                })
                .every(Duration.ZERO));

        assertThat(Calls.video(client, Requests.text())).isEqualTo(VIDEO);
        assertThat(steps()).contains(Step.BYTES, Step.ENDED);
    }

    @Test
    void averagesTheNewestWithThirtyPercent() {
        GenerationTimes times = new GenerationTimes();
        TextToVideoRequest request =
                Requests.text().toBuilder().resolution(Resolution.LANDSCAPE_SD).build();
        TextToVideoRequest same = TextToVideoRequest.builder("another prompt")
                .resolution(Resolution.LANDSCAPE_SD)
                .build();

        assertThat(times.expected(request)).isNull();
        times.took(request, Duration.ofSeconds(100));
        times.took(same, Duration.ofSeconds(200));
        assertThat(times.expected(request)).isEqualTo(Duration.ofSeconds(130)).isEqualTo(times.expected(same));
        assertThat(times.expected(Requests.text())).isNull();
    }

    @Test
    void estimatesFromTheExperienceOfAnotherTime() {
        GenerationTimes earlier = new GenerationTimes();
        Calls.video(client(ProgressFilter.of(events::add, earlier)), Requests.text());
        assertThat(event(Step.GENERATING).remaining()).isNull();
        events.clear();

        GenerationTimes later = GenerationTimes.of(earlier.averages());
        Calls.video(client(ProgressFilter.of(events::add, later)), Requests.text());
        assertThat(event(Step.GENERATING).remaining()).isGreaterThanOrEqualTo(GENERATION);
        assertThat(later.averages()).hasSize(1).isNotEqualTo(earlier.averages());
    }

    @Test
    void remembersABoundedNumberOfShapes() {
        GenerationTimes times = new GenerationTimes();
        List<TextToVideoRequest> shapes = new ArrayList<>();
        for (int steps = 10; steps <= 30; steps++) {
            for (int frames = 81; frames < 131; frames++) {
                shapes.add(
                        Requests.text().toBuilder().steps(steps).frames(frames).build());
            }
        }
        shapes.forEach(shape -> times.took(shape, Duration.ofSeconds(1)));

        assertThat(shapes.stream().filter(shape -> times.expected(shape) != null))
                .hasSize(500);
        assertThat(times.averages()).hasSize(500);
        Map<String, Duration> tooMany = new HashMap<>(times.averages());
        tooMany.put("one more", Duration.ofSeconds(1));
        assertThat(GenerationTimes.of(tooMany).averages()).hasSize(500);
    }

    private ChutesClient client(ProgressFilter filter) {
        return fixture.client(server.url(), builder -> builder.filter(filter));
    }

    private List<Step> steps() {
        return events.stream().map(ProgressEvent::step).toList();
    }

    private ProgressEvent event(Step step) {
        return events.stream().filter(event -> event.step() == step).findFirst().orElseThrow();
    }
}

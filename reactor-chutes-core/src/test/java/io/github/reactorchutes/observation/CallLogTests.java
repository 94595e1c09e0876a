package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.log.CallLog;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** One line for each phase of a call, all with its id. */
@Tag("watched")
class CallLogTests {

    private static final byte[] VIDEO = Videos.ofSize(2_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final Logger logger = (Logger) LoggerFactory.getLogger(CallLog.class);

    private final LogRecorder recorder = new LogRecorder();

    @BeforeEach
    void record() {
        recorder.start();
        logger.addAppender(recorder);
        logger.setAdditive(false);
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void recordNoMore() {
        logger.detachAppender(recorder);
        logger.setAdditive(true);
        logger.setLevel(null);
        server.close();
    }

    @Test
    void hasALineForEachPhaseOfEachAttempt() {
        server.enqueue(Reply.capacity(), Reply.video(VIDEO));

        Calls.video(
                client(builder -> builder.filter(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(1)))),
                Requests.text());

        List<String> lines = recorder.lines();
        String id = lines.get(0).substring(0, 8);
        assertThat(id).matches("[0-9a-f]{8}");
        assertThat(lines).allSatisfy(line -> assertThat(line).startsWith(id + " text-to-video: "));
        assertThat(lines.stream().map(line -> line.substring(24)))
                .startsWith(
                        "attempt 1: waiting for a pooled connection",
                        "attempt 1: connecting",
                        "attempt 1: sending the request",
                        "attempt 1: waiting for the first byte")
                .containsSubsequence(
                        "attempt 2: waiting for a pooled connection",
                        "attempt 2: sending the request",
                        "attempt 2: waiting for the first byte",
                        "attempt 2: receiving the body");
        assertThat(lines.get(lines.size() - 2)).contains("attempt 2: the head arrived, video/mp4, invocation ");
        assertThat(lines.get(lines.size() - 1)).contains("CallEnd[COMPLETED, 2000 bytes], after PT");
    }

    @Test
    void saysWhoLetsABodyStandStill() {
        server.enqueue(Reply.video(VIDEO).stallAfter(1_000));

        Calls.failure(
                ChutesBodyException.class,
                client(builder -> builder.idleTimeout(Duration.ofMillis(200))),
                Requests.text());

        assertThat(recorder.lines()).anyMatch(line -> line.endsWith(": attempt 1: the server sends nothing"));
    }

    @Test
    void endsWithOneLineHoweverTheCallEnds() {
        server.enqueue(Reply.silent());
        Disposable cancelled =
                client(UnaryOperator.identity()).exchange(Requests.text()).subscribe();
        server.takeRequest(Calls.SOON);
        cancelled.dispose();
        server.enqueue(Reply.video(VIDEO));
        Calls.head(client(UnaryOperator.identity()).exchange(Requests.text())).release();

        assertThat(recorder.lines().stream().filter(line -> line.contains("CallEnd[")))
                .hasSize(2)
                .allMatch(line -> line.contains("CallEnd[CANCELLED, 0 bytes]"));
    }

    @Test
    void isWrittenWithinTheObservationOfTheCall() {
        server.enqueue(Reply.video(VIDEO));
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new MdcHandler());
        Observation caller = Observation.start("caller", registry);

        ChutesClient client = client(builder -> builder.filters(ChutesObservations.of(registry)));
        caller.scoped(() -> Calls.video(client, Requests.text()));
        caller.stop();

        assertThat(recorder.events())
                .hasSizeGreaterThan(4)
                .allSatisfy(event ->
                        assertThat(event.getMDCPropertyMap()).containsEntry("observation", "chutes.client.call"));
        assertThat(MDC.get("observation")).isNull();
    }

    @Test
    void costsNothingWhileDebugIsOff() {
        logger.setLevel(Level.INFO);
        Mono<VideoResponse> answer = Mono.never();

        assertThat(new CallLog().filter(ChutesCall.of(Requests.text()), call -> answer))
                .isSameAs(answer);
    }

    private ChutesClient client(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(server.baseUrl(), settings);
    }
}

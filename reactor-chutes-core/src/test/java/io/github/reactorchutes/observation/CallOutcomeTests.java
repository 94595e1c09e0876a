package io.github.reactorchutes.observation;

import static io.github.reactorchutes.fixture.Await.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Each way in which a call ends is told once, with the keys that say so. */
@Tag("watched")
class CallOutcomeTests {

    private static final byte[] VIDEO = Videos.ofSize(20_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final Journal journal = new Journal();

    @BeforeEach
    void keepAJournal() {
        registry.observationConfig().observationHandler(journal);
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void completed() {
        server.enqueue(Reply.video(VIDEO));

        Calls.video(client(), Requests.text());

        assertEnded("completed", "200", "none", "body");
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("chutes.client.call")
                .that()
                .hasContextualNameEqualTo("generate_content text-to-video")
                .hasHighCardinalityKeyValue("chutes.attempts", "1")
                .hasHighCardinalityKeyValue("http.response.body.size", "20000")
                .hasHighCardinalityKeyValue("gen_ai.operation.name", "generate_content")
                .hasHighCardinalityKeyValueWithKey("chutes.invocation.id")
                .doesNotHaveError();
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("chutes.client.attempt")
                .that()
                .hasContextualNameEqualTo("POST")
                .hasLowCardinalityKeyValue("http.request.method", "POST")
                .hasHighCardinalityKeyValue("http.request.resend_count", "0")
                .hasHighCardinalityKeyValue("url.full", server.baseUrl() + "/text2video")
                .hasHighCardinalityKeyValue("server.address", "127.0.0.1")
                .hasHighCardinalityKeyValue("server.port", Integer.toString(server.port()))
                .hasHighCardinalityKeyValue("http.response.body.size", "20000");
        assertThat(journal.lines())
                .containsExactly("start call", "start attempt 1", "sent", "head", "stop attempt 1", "stop call");
    }

    @Test
    void failedByAnAnswer() {
        server.enqueue(Reply.json(500, "{\"detail\":\"exhausted all available targets to no avail\"}"));

        Calls.failure(ChutesResponseException.class, client(), Requests.text());

        assertEnded("failed", "500", "response.server_error", "first_byte");
        assertThat(journal.calls().get(0).getError()).isInstanceOf(ChutesResponseException.class);
    }

    @Test
    void failedInTheBody() {
        server.enqueue(Reply.video(VIDEO).cutAfter(10_000));

        Calls.failure(ChutesBodyException.class, client(), Requests.text());

        assertEnded("failed", "200", "body.truncated", "body");
    }

    @Test
    void failedByTheClosingOfTheClient() {
        server.enqueue(Reply.video(VIDEO).stallAfter(1_000));
        ChutesClient client = client();

        Disposable call = client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .subscribe(DataBufferUtils::release, error -> {});
        untilAsserted(() -> assertThat(journal.lines()).contains("head"));
        client.close();

        assertEnded("failed", "200", "body.client_closed", "body");
        untilAsserted(() -> assertThat(call.isDisposed()).isTrue());
    }

    @Test
    void failedWithoutAConnection() {
        server.close();

        Calls.failure(ChutesNotSentException.class, client(), Requests.text());

        assertEnded("failed", "none", "not_sent.connect", "connect");
    }

    @Test
    void failedBeforeAnythingWasSent() {
        ChuteRequest request = ChuteRequest.builder("elsewhere", URI.create("https://evilchutes.ai/x"))
                .field("prompt", "x")
                .build();

        Calls.failure(
                InvalidVideoRequestException.class, client().exchange(request).onErrorMap(e -> e));

        assertEnded("failed", "none", "invalid_request", "prepare");
    }

    @Test
    void failedByAFilterOfSomebodyElse() {
        ChutesClient client = client(builder -> builder.filters(
                filters -> filters.add(1, (call, next) -> Mono.error(new IllegalStateException("own")))));

        Calls.failure(IllegalStateException.class, client, Requests.text());

        untilAsserted(() -> assertThat(journal.lines()).containsExactly("start call", "stop call"));
        assertKeys(journal.calls().get(0), "failed", "none", "_OTHER", "prepare");
    }

    @Test
    void cancelledBeforeTheHead() {
        server.enqueue(Reply.silent());

        Disposable call = client().exchange(Requests.text()).subscribe();
        untilAsserted(() -> assertThat(journal.lines()).contains("sent"));
        server.takeRequest(Calls.SOON);
        call.dispose();

        assertEnded("cancelled", "none", "none", "first_byte");
        assertThat(journal.lines()).containsSequence("stop attempt 1", "stop call");
    }

    @Test
    void cancelledInTheBody() {
        server.enqueue(Reply.video(VIDEO).drip(1_000, Duration.ofMillis(20)));

        client().exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .take(2)
                .blockLast(Calls.SOON);

        assertEnded("cancelled", "200", "none", "body");
    }

    @Test
    void cancelledByReleasingTheHead() {
        server.enqueue(Reply.video(VIDEO));

        Calls.head(client().exchange(Requests.text())).release();

        assertEnded("cancelled", "200", "none", "body");
        assertThat(journal.lines()).contains("head");
    }

    @Test
    void abandoned() {
        server.enqueue(Reply.video(VIDEO));

        Calls.head(client(builder -> builder.abandonmentTimeout(Duration.ofMillis(50)))
                .exchange(Requests.text()));

        assertEnded("abandoned", "200", "none", "body");
    }

    @Test
    void rejected() {
        server.enqueue(Reply.silent());
        ChutesClient client =
                clientWithin(builder -> builder.filter(ConcurrencyLimitFilter.of(1, 0, Duration.ofSeconds(5))));
        Disposable first = client.exchange(Requests.text()).subscribe();

        Calls.failure(ChutesCallRejectedException.class, client, Requests.text());

        untilAsserted(() -> assertThat(journal.count("stop call")).isEqualTo(1));
        assertThat(journal.count("permit.acquired")).isZero();
        assertThat(journal.count("permit.refused")).isEqualTo(1);
        assertThat(journal.attempts()).hasSize(1);
        assertKeys(journal.calls().get(1), "rejected", "none", "rejected.concurrency", "prepare");
        first.dispose();
    }

    /** A permit that is granted at once is no event. */
    @Test
    void completedAfterAWaitForAPermit() {
        server.enqueue(Reply.silent(), Reply.video(VIDEO));
        ConcurrencyLimitFilter limit = ConcurrencyLimitFilter.of(1, 1, Duration.ofSeconds(5));
        ChutesClient client = clientWithin(builder -> builder.filter(limit));
        Disposable first = client.exchange(Requests.text()).subscribe();

        Disposable second = client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .subscribe(DataBufferUtils::release);
        untilAsserted(() -> assertThat(limit.waitingCalls()).isEqualTo(1));
        server.takeRequest(Calls.SOON);
        first.dispose();

        untilAsserted(() -> assertThat(second.isDisposed()).isTrue());
        untilAsserted(() -> assertThat(journal.count("stop call")).isEqualTo(2));
        assertThat(journal.count("permit.acquired")).isEqualTo(1);
    }

    private ChutesClient client() {
        return client(UnaryOperator.identity());
    }

    private ChutesClient client(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                server.baseUrl(), builder -> settings.apply(builder.filters(ChutesObservations.of(registry))));
    }

    private ChutesClient clientWithin(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                server.baseUrl(), builder -> settings.apply(builder).filters(ChutesObservations.of(registry)));
    }

    private void assertEnded(String outcome, String status, String errorType, String phase) {
        untilAsserted(() -> assertThat(journal.lines()).contains("stop call"));
        assertThat(journal.count("start call")).isEqualTo(1);
        assertThat(journal.count("stop call")).isEqualTo(1);
        assertThat(journal.count("start attempt 1")).isEqualTo(1);
        assertThat(journal.count("stop attempt 1")).isEqualTo(1);
        assertThat(registry)
                .satisfies(
                        r -> TestObservationRegistryAssert.assertThat(r).doesNotHaveAnyRemainingCurrentObservation());
        assertKeys(journal.calls().get(0), outcome, status, errorType, phase);
        assertKeys(journal.attempts().get(0), outcome, status, errorType, phase);
    }

    private static void assertKeys(
            Observation.Context context, String outcome, String status, String errorType, String phase) {
        assertThat(context.getLowCardinalityKeyValues().stream()
                        .filter(key -> !key.getKey().equals("http.request.method")))
                .extracting(key -> key.getKey() + "=" + key.getValue())
                .containsExactlyInAnyOrder(
                        "chutes.client=default",
                        "chutes.endpoint=" + endpoint(context),
                        "chutes.outcome=" + outcome,
                        "http.response.status_code=" + status,
                        "error.type=" + errorType,
                        "chutes.phase=" + phase);
    }

    private static String endpoint(Observation.Context context) {
        return context instanceof ChutesCallObservationContext call
                ? call.call().endpoint().name()
                : ((ChutesAttemptObservationContext) context).call().endpoint().name();
    }
}

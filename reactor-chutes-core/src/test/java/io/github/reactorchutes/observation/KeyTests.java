package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which keys the meters of the registry's own handler have, and when. */
class KeyTests {

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void answer() {
        server.when(request -> true).thenReply(Reply.video(Videos.ofSize(1_000)));
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void whatIsUnderWayHasTheKeysThatAreKnownFromItsStart() {
        observe(new DefaultMeterObservationHandler(meters));

        call();

        assertThat(keys("chutes.client.call.head")).containsExactly("chutes.client", "chutes.endpoint");
        assertThat(keys("chutes.client.call.sent")).containsExactly("chutes.client", "chutes.endpoint");
        assertThat(keys("chutes.client.call.active")).containsExactly("chutes.client", "chutes.endpoint");
        assertThat(keys("chutes.client.attempt.active"))
                .containsExactly("chutes.client", "chutes.endpoint", "http.request.method");
    }

    @Test
    void whatHasEndedSaysHow() {
        observe(new DefaultMeterObservationHandler(meters));

        call();

        assertThat(meters.get("chutes.client.attempt").timer().getId().getTags())
                .containsExactly(
                        Tag.of("chutes.client", "default"),
                        Tag.of("chutes.endpoint", "text-to-video"),
                        Tag.of("chutes.outcome", "completed"),
                        Tag.of("chutes.phase", "body"),
                        Tag.of("error", "none"),
                        Tag.of("error.type", "none"),
                        Tag.of("http.request.method", "POST"),
                        Tag.of("http.response.status_code", "200"));
    }

    @Test
    void aKeyThatAHandlerAddsOrRemovesIsSoForAllThatFollows() {
        Map<String, List<String>> seen = new ConcurrentHashMap<>();
        observe(new ObservationHandler<>() {
            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ChutesCallObservationContext;
            }

            @Override
            public void onEvent(Observation.Event event, Observation.Context context) {
                seen.put(
                        event.getName(),
                        context.getLowCardinalityKeyValues().stream()
                                .map(KeyValue::getKey)
                                .toList());
                switch (event.getName()) {
                    case "sent" -> context.addLowCardinalityKeyValue(KeyValue.of("tenant", "acme"));
                    case "retry" -> context.removeLowCardinalityKeyValue("chutes.client");
                    default -> {}
                }
            }
        });

        server.enqueue(Reply.capacity());
        call();

        assertThat(seen)
                .containsEntry("retry", List.of("chutes.client", "chutes.endpoint", "tenant"))
                .containsEntry("head", List.of("chutes.endpoint", "tenant"));
    }

    private void observe(ObservationHandler<Observation.Context> handler) {
        registry.observationConfig().observationHandler(handler);
    }

    private void call() {
        Calls.video(
                clients.client(
                        server.baseUrl(),
                        builder -> builder.filter(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(2)))
                                .filters(ChutesObservations.of(registry))),
                Requests.text());
    }

    private List<String> keys(String meter) {
        return meters.get(meter).meter().getId().getTags().stream()
                .map(Tag::getKey)
                .toList();
    }
}

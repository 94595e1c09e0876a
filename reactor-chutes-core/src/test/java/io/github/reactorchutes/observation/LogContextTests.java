package io.github.reactorchutes.observation;

import static io.github.reactorchutes.fixture.Await.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.context.ContextRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Log lines have the MDC of their call, on whatever thread they are written, and other lines do not. */
class LogContextTests {

    private static final String TENANT = "tenant";

    private static final Reply VIDEO = Reply.video(Videos.ofSize(2_000));

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final Logger library = (Logger) LoggerFactory.getLogger("io.github.reactorchutes");

    private final Logger emulator = (Logger) LoggerFactory.getLogger("io.github.reactorchutes.test");

    private final LogRecorder recorder = new LogRecorder();

    @BeforeEach
    void record() {
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        TENANT, () -> MDC.get(TENANT), value -> MDC.put(TENANT, value), () -> MDC.remove(TENANT));
        recorder.start();
        library.addAppender(recorder);
        library.setAdditive(false);
        library.setLevel(Level.DEBUG);
        emulator.setLevel(Level.INFO);
    }

    @AfterEach
    void recordNoMore() {
        ContextRegistry.getInstance().removeThreadLocalAccessor(TENANT);
        library.detachAppender(recorder);
        library.setAdditive(true);
        library.setLevel(null);
        emulator.setLevel(null);
        server.close();
    }

    @Test
    void isThatOfTheCallersContext() {
        callThatIsRetriedAndAbandoned(client(UnaryOperator.identity()), "acme");

        assertThat(recorder.events())
                .hasSizeGreaterThan(8)
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).containsEntry(TENANT, "acme"));
    }

    @Test
    void isThatOfTheObservationToo() {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new MdcHandler());

        callThatIsRetriedAndAbandoned(client(builder -> builder.filters(ChutesObservations.of(registry))), "acme");

        assertThat(mdc("failed, retrying in"))
                .containsEntry(TENANT, "acme")
                .containsEntry(MdcHandler.KEY, "chutes.client.call");
        assertThat(mdc("was wasted"))
                .containsEntry(TENANT, "acme")
                .containsEntry(MdcHandler.KEY, "chutes.client.attempt");
        assertThat(mdc("CallEnd")).containsEntry(TENANT, "acme").containsEntry(MdcHandler.KEY, "chutes.client.call");
    }

    @Test
    void staysOnNoThread() {
        ChutesClient client = client(UnaryOperator.identity());
        callThatIsRetriedAndAbandoned(client, "acme");
        recorder.events().clear();

        server.enqueue(VIDEO);
        Calls.video(client, Requests.text());

        assertThat(recorder.events())
                .hasSizeGreaterThan(4)
                .allSatisfy(event -> assertThat(event.getMDCPropertyMap()).doesNotContainKey(TENANT));
    }

    @Test
    void breaksNoCallWhenAnAccessorIsBroken() {
        ContextRegistry.getInstance()
                .registerThreadLocalAccessor(
                        TENANT,
                        () -> null,
                        value -> {
                            throw new IllegalStateException("broken");
                        },
                        () -> {});

        callThatIsRetriedAndAbandoned(client(UnaryOperator.identity()), "acme");

        assertThat(recorder.lines()).anyMatch(line -> line.contains("failed, retrying in"));
    }

    private void callThatIsRetriedAndAbandoned(ChutesClient client, String tenant) {
        server.enqueue(Reply.capacity(), VIDEO);
        Calls.head(client.exchange(Requests.text()).contextWrite(context -> context.put(TENANT, tenant)));
        untilAsserted(() -> assertThat(recorder.lines()).anyMatch(line -> line.contains("CallEnd[ABANDONED")));
    }

    private Map<String, String> mdc(String text) {
        return recorder.events().stream()
                .filter(event -> event.getFormattedMessage().contains(text))
                .map(ILoggingEvent::getMDCPropertyMap)
                .findFirst()
                .orElseThrow();
    }

    private ChutesClient client(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                server.baseUrl(),
                builder -> settings.apply(builder.abandonmentTimeout(Duration.ofMillis(50))
                        .filter(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(1)))));
    }
}

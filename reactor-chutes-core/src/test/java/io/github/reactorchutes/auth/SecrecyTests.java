package io.github.reactorchutes.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.netty.handler.logging.LogLevel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.transport.logging.AdvancedByteBufFormat;

/** Token, prompt and image are planted as markers, and must turn up nowhere but on the wire. */
class SecrecyTests {

    private static final String TOKEN = "PlantedTokenMarker";

    private static final String PROMPT = "PlantedPromptMarker";

    private static final String NEGATIVE = "PlantedNegativeMarker";

    private static final String IMAGE = "PlantedImageMarker";

    private static final String ENCODED_IMAGE =
            Base64.getEncoder().encodeToString(IMAGE.getBytes(StandardCharsets.US_ASCII));

    private static final List<String> MARKERS = List.of(TOKEN, PROMPT, NEGATIVE, IMAGE, ENCODED_IMAGE);

    private static final byte[] VIDEO = Videos.ofSize(100);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    private final Level levelBefore = root.getLevel();

    private final Recorder recorder = new Recorder();

    private final ObservationRegistry observations = ObservationRegistry.create();

    /** Everything that is logged anywhere, as text. */
    private static final class Recorder extends AppenderBase<ILoggingEvent> {

        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getLoggerName() + " " + event.getFormattedMessage() + " "
                    + ThrowableProxyUtil.asString(event.getThrowableProxy()) + event.getMDCPropertyMap());
        }
    }

    @BeforeEach
    void recordEverything() {
        observations.observationConfig().observationHandler(new ObservationTextPublisher());
        recorder.setContext(root.getLoggerContext());
        recorder.start();
        root.detachAppender("OUT");
        root.addAppender(recorder);
        root.setLevel(Level.TRACE);
    }

    @AfterEach
    void recordNoMore() {
        root.detachAppender(recorder);
        root.setLevel(levelBefore);
    }

    static Stream<VideoRequest> requests() {
        Image image = Image.bytes(IMAGE.getBytes(StandardCharsets.US_ASCII)).withoutCheck();
        return Stream.of(
                TextToVideoRequest.builder(PROMPT).negativePrompt(NEGATIVE).build(),
                ImageToVideoRequest.builder(PROMPT, image)
                        .negativePrompt(NEGATIVE)
                        .build(),
                FastImageToVideoRequest.builder(PROMPT, image)
                        .negativePrompt(NEGATIVE)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatSucceeds(VideoRequest request) throws IOException {
        assertSilent(request, connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatIsRetried(VideoRequest request) throws IOException {
        assertSilent(request, connection -> {
            connection.readRequest();
            connection.write(
                    Heads.answer(429, "application/json", "{\"detail\":\"Infrastructure is at maximum capacity\"}"));
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatIsCutOff(VideoRequest request) throws IOException {
        assertSilent(request, connection -> connection.readRequest());
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatIsReset(VideoRequest request) throws IOException {
        assertSilent(request, RawConnection::reset);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatTimesOut(VideoRequest request) throws IOException {
        assertSilent(request, RawConnection::awaitClientClose);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfABodyThatBreaks(VideoRequest request) throws IOException {
        assertSilent(request, connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO).writeChunk(VIDEO).write("zz\r\n");
        });
    }

    @ParameterizedTest
    @MethodSource("requests")
    void logsNoSecretOfACallThatIsAbandoned(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO);
            connection.awaitClientClose();
        })) {
            ChutesClient client = client(server, builder -> builder.abandonmentTimeout(Duration.ofMillis(50)));

            Calls.head(client.exchange(request));
            clients.assertClean();
        }
        Await.untilAsserted(() -> assertThat(recorder.lines).anyMatch(line -> line.contains("was wasted")));
        assertNoMarkerIn(recorder.lines);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void showsNoSecretInAnyToString(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.CHUNKED_VIDEO);
            connection.awaitClientClose();
        })) {
            ChutesClient.Builder[] builders = new ChutesClient.Builder[1];
            ChutesClient client = client(server, builder -> builders[0] = builder);
            Mono<VideoResponse> call = client.exchange(request);
            List<Object> objects = new CopyOnWriteArrayList<>(List.of(
                    request,
                    ChutesCall.of(request).withHeader("X-Tenant", TOKEN),
                    client,
                    client.mutate(),
                    builders[0],
                    ChutesTokenProvider.of(TOKEN),
                    call));

            VideoResponse response = Calls.head(call);
            objects.add(response);
            objects.add(response.body());
            response.release();
            objects.addAll(clients.ends());

            assertNoMarkerIn(objects.stream().map(Object::toString).toList());
        }
    }

    @Test
    void showsNoFieldOfACustomRequest() {
        ChuteRequest request = ChuteRequest.builder("other", URI.create("https://other.chutes.ai/generate"))
                .field("prompt", PROMPT)
                .field("tenant_key", TOKEN)
                .image("image", Image.base64(ENCODED_IMAGE).withoutCheck())
                .build();

        assertNoMarkerIn(List.of(request.toString(), request.endpoint().toString()));
    }

    /** The counterpart: what is recorded would show a marker if there were one. */
    @Test
    void recordsWhatIsLogged() {
        LoggerFactory.getLogger("reactor.netty").trace("it is {}", TOKEN);

        assertThat(recorder.lines).singleElement().asString().contains(TOKEN);
    }

    private void assertSilent(VideoRequest request, RawServer.Script script) throws IOException {
        StringWriter failure = new StringWriter();
        try (RawServer server = RawServer.start(script)) {
            ChutesClient client = client(server, builder -> builder.firstByteTimeout(Duration.ofMillis(300)));
            client.exchange(request)
                    .flatMapMany(VideoResponse::body)
                    .map(VideoBytes::take)
                    .then()
                    .doOnError(error -> error.printStackTrace(new PrintWriter(failure, true)))
                    .onErrorComplete()
                    .block(Calls.SOON);
            clients.assertClean();
        }
        assertNoMarkerIn(List.of(failure.toString()));
        assertThat(recorder.lines)
                .as("what was logged at TRACE")
                .hasSizeGreaterThan(10)
                .anyMatch(line -> line.contains("STOP") && line.contains("chutes.client.attempt"));
        assertNoMarkerIn(recorder.lines);
    }

    private ChutesClient client(RawServer server, UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                server.url(),
                builder -> settings.apply(builder.apiToken(TOKEN)
                        .filter(RetryFilter.of(2, Duration.ofMillis(1), Duration.ofMillis(2)))
                        .filters(ChutesObservations.of(observations))
                        .httpClient(http -> http.wiretap(true))
                        .httpClient(http -> http.wiretap("wire", LogLevel.ERROR, AdvancedByteBufFormat.TEXTUAL))));
    }

    private static void assertNoMarkerIn(List<String> texts) {
        for (String marker : MARKERS) {
            assertThat(texts).noneMatch(text -> text.contains(marker));
        }
    }
}

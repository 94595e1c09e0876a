package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoFormat;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request decides which content types are an answer, and the bytes must be what it accepts. */
@Tag("watched")
class OtherMediaTests {

    private static final byte[] WEBM = SampleVideos.read("vp9.webm");

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static final byte[] WAV = wav(8_000);

    private static final byte[] TEXT = "{\"detail\":\"no GPU is free\"}".getBytes(StandardCharsets.US_ASCII);

    private static final AcceptedMedia VIDEO_AS_TEXT = AcceptedMedia.video().declaredAs("text/plain");

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @TempDir
    Path folder;

    private ChutesEmulator emulator;

    private ChutesClient client;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.start();
        client = clients.client(emulator.baseUrl());
    }

    @AfterEach
    void stop() {
        clients.closeAll();
        emulator.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void deliversAndNamesWhatTheRequestAccepts(AcceptedMedia media, String type, byte[] body, String name) {
        emulator.enqueue(Reply.of(200, type, body));
        emulator.enqueue(Reply.of(200, type, body));

        assertThat(Calls.video(client, request(media))).isEqualTo(body);
        SavedVideo saved = Objects.requireNonNull(FileSink.to(folder.resolve("fox.mp4"))
                .saveCall(client.exchange(request(media)).map(VideoResponse::body))
                .block(Calls.SOON));

        assertThat(saved.file()).isEqualTo(folder.resolve(name)).hasBinaryContent(body);
    }

    static Stream<Arguments> deliversAndNamesWhatTheRequestAccepts() {
        return Stream.of(
                Arguments.of(AcceptedMedia.video(), "video/webm", WEBM, "fox.webm"),
                Arguments.of(VIDEO_AS_TEXT, "text/plain; charset=utf-8", Videos.ofSize(9_000), "fox.mp4"),
                Arguments.of(VIDEO_AS_TEXT, "text/plain", WEBM, "fox.webm"),
                Arguments.of(AcceptedMedia.images(), "image/png", PNG, "fox.png"),
                Arguments.of(AcceptedMedia.images(), "application/octet-stream", PNG, "fox.png"),
                Arguments.of(AcceptedMedia.ofTypes("image/png"), "image/png", PNG, "fox.png"),
                Arguments.of(AcceptedMedia.audio(), "audio/wav", WAV, "fox.wav"),
                Arguments.of(AcceptedMedia.audio(), "audio/webm", WEBM, "fox.webm"),
                Arguments.of(AcceptedMedia.video().or(AcceptedMedia.audio()), "audio/x-wav", WAV, "fox.wav"),
                Arguments.of(AcceptedMedia.any(), "application/json", TEXT, "fox.mp4"),
                Arguments.of(AcceptedMedia.ofTypes("application/json"), "application/json", TEXT, "fox.mp4"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void refusesATypeThatTheRequestDoesNotAccept(AcceptedMedia media, String type, byte[] body, String message) {
        emulator.enqueue(Reply.of(200, type, body));

        ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, request(media));

        assertThat(failure.reason()).isEqualTo(ChutesResponseException.Reason.NOT_A_VIDEO);
        assertThat(failure).hasMessageContaining(message);
    }

    static Stream<Arguments> refusesATypeThatTheRequestDoesNotAccept() {
        return Stream.of(
                Arguments.of(AcceptedMedia.video(), "image/png", PNG, "with image/png instead of a video"),
                Arguments.of(AcceptedMedia.video(), "text/plain", WEBM, "with text/plain instead of a video"),
                Arguments.of(AcceptedMedia.images(), "video/webm", WEBM, "with video/webm instead of an image"),
                Arguments.of(AcceptedMedia.images(), "application/json", TEXT, "no GPU is free"),
                Arguments.of(AcceptedMedia.audio(), "image/png", PNG, "with image/png instead of audio"),
                Arguments.of(AcceptedMedia.ofTypes("image/png"), "image/webp", PNG, "instead of image/png"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void failsABodyThatIsSomethingElse(AcceptedMedia media, String type, byte[] body, String message) {
        emulator.enqueue(Reply.of(200, type, body));

        ChutesBodyException failure = Calls.failure(ChutesBodyException.class, client, request(media));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_A_VIDEO);
        assertThat(failure).hasMessageContaining(message);
    }

    static Stream<Arguments> failsABodyThatIsSomethingElse() {
        return Stream.of(
                Arguments.of(VIDEO_AS_TEXT, "text/plain", TEXT, "no GPU is free"),
                Arguments.of(AcceptedMedia.images(), "image/png", TEXT, "the body is text, not an image"),
                Arguments.of(AcceptedMedia.images(), "image/png", WAV, "the body is WAV, not an image"),
                Arguments.of(AcceptedMedia.images(), "image/png", Videos.ofSize(500), "the body is MP4, not an image"),
                Arguments.of(
                        AcceptedMedia.images(),
                        "application/octet-stream",
                        new byte[500],
                        "the body is in an unknown format, not an image"),
                Arguments.of(AcceptedMedia.audio(), "audio/wav", PNG, "the body is PNG, not audio"));
    }

    @ParameterizedTest
    @MethodSource
    void failsAFileThatIsShorterThanItDeclares(AcceptedMedia media, String type, byte[] whole) {
        emulator.enqueue(
                Reply.of(200, type, Arrays.copyOf(whole, whole.length - 7)).chunked());

        ChutesBodyException failure = Calls.failure(ChutesBodyException.class, client, request(media));

        assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(failure).hasMessageContaining("declares " + whole.length + " bytes");
        assertThat(failure.bytesReceived()).isEqualTo(whole.length - 7);
    }

    static Stream<Arguments> failsAFileThatIsShorterThanItDeclares() {
        return Stream.of(
                Arguments.of(AcceptedMedia.video(), "video/webm", WEBM),
                Arguments.of(VIDEO_AS_TEXT, "text/plain", WEBM),
                Arguments.of(AcceptedMedia.audio(), "audio/wav", WAV));
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "audio/wav", "application/json"})
    void failsAnyTypeThatHttpCutsOff(String type) {
        byte[] body = type.equals("audio/wav") ? WAV : PNG;
        AcceptedMedia media = AcceptedMedia.images().or(AcceptedMedia.audio()).or(AcceptedMedia.ofTypes(type));
        emulator.enqueue(Reply.of(200, type, body).chunked().cutAfter(50));

        ChutesBodyException failure = Calls.failure(ChutesBodyException.class, client, request(media));

        assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
        assertThat(failure.bytesReceived()).isEqualTo(50);
    }

    @Test
    void recordsWhatTheBytesAre() {
        emulator.enqueue(Reply.of(200, "image/png", PNG));
        VideoResponse response = Calls.head(client.exchange(request(AcceptedMedia.images())));

        VideoBytes.collect(response.body(), 1_000).block(Calls.SOON);

        VideoVerdict verdict = Objects.requireNonNull(response.verdict());
        assertThat(verdict.kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(verdict.format()).isEqualTo(VideoFormat.PNG);
    }

    @Test
    void acceptsTheMediaOfTheEndpoint() {
        emulator.enqueue(Reply.of(200, "image/png", PNG));

        assertThat(Calls.video(
                        client,
                        ChuteRequest.builder(Endpoint.TEXT_TO_VIDEO.accepting(AcceptedMedia.images()))
                                .field("prompt", "a fox")
                                .build()))
                .isEqualTo(PNG);
    }

    @Test
    void keepsOtherMediaWhateverTheyAreWithoutVerification() {
        ChutesClient trusting = clients.client(emulator.baseUrl(), builder -> builder.verifyVideo(false));
        emulator.enqueue(Reply.of(200, "image/png", WAV));

        assertThat(Calls.video(trusting, request(AcceptedMedia.images()))).isEqualTo(WAV);
    }

    @Test
    void givesTheFirstByteBehindAnEarlyHeadTheTimeOfAGeneration() {
        ChutesClient patient = clients.client(
                emulator.baseUrl(),
                builder -> builder.idleTimeout(Duration.ofMillis(50)).firstByteTimeout(Duration.ofMillis(400)));
        emulator.enqueue(Reply.of(200, "video/webm", WEBM).chunked().stallAfter(0));

        ChutesBodyException failure = Calls.failure(ChutesBodyException.class, patient, request(AcceptedMedia.video()));

        assertThat(failure.reason()).isEqualTo(Reason.STALLED);
        assertThat(failure).hasMessageContaining("no byte of the body for PT0.4S");
    }

    private ChuteRequest request(AcceptedMedia media) {
        return ChuteRequest.builder("any", emulator.baseUrl().resolve("/generate"))
                .field("prompt", "a fox in the snow")
                .accept(media)
                .build();
    }

    private static byte[] wav(int samples) {
        return ByteBuffer.allocate(44 + 2 * samples)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + 2 * samples)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .putShort((short) 1)
                .putShort((short) 1)
                .putInt(16_000)
                .putInt(32_000)
                .putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(2 * samples)
                .array();
    }
}

package io.github.reactorchutes.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.SampleVideos;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.mp4.VideoFormat;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP decides whether a body is whole; its bytes can only add doubt. */
@Tag("watched")
class KeptVideoTests {

    private static final byte[] VIDEO = Videos.ofSize(10_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-ftyp.mp4",
                "skip-before-ftyp.mp4",
                "line-end-behind.mp4",
                "fragments-with-index.mp4",
                "fragments-after-samples.mp4",
                "rotated.mp4",
                "edit-list.mp4"
            })
    void keepsWhatPlayersPlay(String name) throws Exception {
        byte[] video = SampleVideos.read(name);

        assertThat(kept("Content-Type: video/mp4\r\n", video).kind()).isEqualTo(Kind.VERIFIED);
    }

    @Test
    void keepsAnotherFormatUnverified() throws Exception {
        byte[] webm = SampleVideos.read("vp9.webm");
        for (String type : new String[] {"video/mp4", "video/webm", "application/octet-stream"}) {
            VideoVerdict verdict = kept("Content-Type: " + type + "\r\n", webm);

            assertThat(verdict.kind()).isEqualTo(Kind.UNVERIFIED);
            assertThat(verdict.format()).isEqualTo(VideoFormat.WEBM);
        }
    }

    @Test
    void keepsWhatItDoesNotRecogniseUnverified() throws Exception {
        VideoVerdict verdict = kept("Content-Type: video/mp4\r\n", new byte[5000]);

        assertThat(verdict.kind()).isEqualTo(Kind.UNVERIFIED);
        assertThat(verdict.format()).isEqualTo(VideoFormat.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type: application/octet-stream, its content type is application/octet-stream",
        "Content-Type: Application/MP4; codecs=avc1, its content type is application/mp4",
        "Content-Type: binary/octet-stream, its content type is binary/octet-stream",
        "Content-Type:, it has no content type",
        "X-Other: 1, it has no content type"
    })
    void looksIntoTheBytesWhenTheTypeLeavesItOpen(String header, String remark) throws Exception {
        VideoVerdict verdict = kept(header + "\r\n", VIDEO);

        assertThat(verdict.kind()).isEqualTo(Kind.VERIFIED);
        assertThat(verdict.remarks()).containsExactly(remark);
    }

    @Test
    void keepsAGifThatIsCalledAnImage() throws Exception {
        byte[] gif = Arrays.copyOf("GIF89a".getBytes(StandardCharsets.US_ASCII), 500);

        assertThat(kept("Content-Type: image/gif\r\n", gif).format()).isEqualTo(VideoFormat.GIF);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: video/mp4",
                "Content-Type: application/mp4",
                "Content-Type: application/octet-stream",
                "Content-Type:",
                "X-Other: 1"
            })
    void neverTakesTextForAVideo(String header) throws Exception {
        byte[] json = "{\"detail\":\"no GPU is free\"}".getBytes(StandardCharsets.US_ASCII);
        for (boolean verified : new boolean[] {true, false}) {
            if (!verified && header.endsWith("video/mp4")) {
                continue;
            }
            try (RawServer server = serving(header + "\r\nContent-Length: " + json.length, json)) {
                ChutesClient client = clients.client(server.url(), builder -> builder.verifyVideo(verified));

                ChutesBodyException failure = Faults.fails(ChutesBodyException.class, clients, client, Requests.text());

                assertThat(failure.reason()).isEqualTo(Reason.NOT_A_VIDEO);
                assertThat(failure).hasMessageContaining("no GPU is free");
                assertThat(failure.bytesReceived()).isZero();
                assertThat(failure.getCause())
                        .isInstanceOfSatisfying(
                                ChutesResponseException.class,
                                answer -> assertThat(answer.detail()).isEqualTo("no GPU is free"));
            }
        }
    }

    @Test
    void failsAVideoWhoseIndexListsMore() throws Exception {
        byte[] cut = SampleVideos.read("fragments-cut-at-border.mp4");
        try (RawServer server = serving("Content-Type: video/mp4\r\nContent-Length: " + cut.length, cut)) {
            ChutesBodyException failure =
                    Faults.fails(ChutesBodyException.class, clients, clients.client(server.url()), Requests.text());

            assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
            assertThat(failure).hasMessageContaining("sidx");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"video/webm", "application/octet-stream", "video/mp4"})
    void failsAnyFormatThatHttpCutsOff(String type) throws Exception {
        byte[] webm = SampleVideos.read("vp9.webm");
        for (String framing : new String[] {"Content-Length: 20000", "Transfer-Encoding: chunked"}) {
            try (RawServer server = RawServer.start(connection -> {
                connection.readRequest();
                connection.write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + framing + "\r\n\r\n");
                if (framing.startsWith("Transfer")) {
                    connection.writeChunk(webm);
                } else {
                    connection.write(webm);
                }
                connection.finish();
                connection.awaitClientClose();
            })) {
                ChutesBodyException failure =
                        Faults.fails(ChutesBodyException.class, clients, clients.client(server.url()), Requests.text());

                assertThat(failure.reason()).isEqualTo(Reason.TRUNCATED);
                assertThat(failure.bytesReceived()).isEqualTo(webm.length);
            }
        }
    }

    @Test
    void keepsAChunkedVideoWithTrailers() throws Exception {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.writeChunk(VIDEO).write("0\r\nX-Checksum: 1\r\n\r\n");
            connection.awaitClientClose();
        })) {
            assertThat(kept(server, VIDEO).isClean()).isTrue();
        }
    }

    @Test
    void remarksThatACutCouldNotBeNoticed() throws Exception {
        byte[] webm = SampleVideos.read("vp9.webm");
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\nContent-Type: video/webm\r\nConnection: close\r\n\r\n");
            connection.write(webm).finish();
            connection.awaitClientClose();
        })) {
            assertThat(kept(server, webm).remarks()).last().asString().contains("a cut could not be noticed");
        }
    }

    private VideoVerdict kept(String headers, byte[] video) throws Exception {
        try (RawServer server = serving(headers + "Content-Length: " + video.length, video)) {
            return kept(server, video);
        }
    }

    private VideoVerdict kept(RawServer server, byte[] video) {
        VideoResponse response = Calls.head(clients.client(server.url()).exchange(Requests.text()));
        assertThat(response.verdict()).isNull();
        assertThat(response.contentType()).isNotEmpty();
        ByteArrayOutputStream received = new ByteArrayOutputStream();
        response.body()
                .doOnNext(buffer -> received.writeBytes(VideoBytes.take(buffer)))
                .blockLast(Calls.SOON);

        assertThat(received.toByteArray()).isEqualTo(video);
        assertThat(clients.ends()).last().extracting(CallEnd::outcome).isEqualTo(CallOutcome.COMPLETED);
        return Objects.requireNonNull(response.verdict());
    }

    private static RawServer serving(String headers, byte[] body) {
        return RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 200 OK\r\n" + headers + "\r\n\r\n").write(body);
            connection.awaitClientClose();
        });
    }
}

package io.github.reactorchutes.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fetch.ImageFetchException.Reason;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

@Tag("watched")
class ImageFetcherTests {

    private static final Duration SOON = Duration.ofSeconds(10);

    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    private static TlsIdentity identity;

    private static SSLContext trust;

    @BeforeAll
    static void makeIdentity(@TempDir Path directory) throws IOException, GeneralSecurityException {
        identity = TlsIdentity.selfSigned(directory, "localhost");
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("server", identity.certificate());
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(authorities);
        trust = SSLContext.getInstance("TLS");
        trust.init(null, managers.getTrustManagers(), null);
    }

    @Test
    void fetchesOverTlsAndSendsNothingOfItsOwn() throws IOException {
        StringBuilder heads = new StringBuilder();
        try (RawServer server = RawServer.startTls(identity.context(), connection -> {
            heads.append(connection.readHead().head());
            answer(connection, "image/png", PIXEL);
        })) {
            StepVerifier.create(fetcher(server).build().fetch(url("https://localhost", server)))
                    .assertNext(image -> assertThat(image).hasToString("Image[" + PIXEL.length + " bytes]"))
                    .expectComplete()
                    .verify(SOON);
        }
        assertThat(heads.toString())
                .startsWith("GET /cat.png?key=secret HTTP/1.1\r\n")
                .containsIgnoringCase("user-agent: reactor-chutes/dev\r\n")
                .doesNotContainIgnoringCase("authorization")
                .containsIgnoringCase("accept-encoding: identity\r\n");
    }

    /** Stores have many words for "I do not know". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: image/png",
                "Content-Type: image/jpg",
                "Content-Type: IMAGE/PNG; charset=binary",
                "Content-Type: application/octet-stream",
                "Content-Type: binary/octet-stream",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: application/x-png",
                "Content-Type: application/force-download",
                "Content-Type: text/plain",
                "Content-Type: png",
                "Content-Type: image/png, image/png",
                "Content-Type: ",
                "X: y",
                "Content-Encoding: identity",
                "Content-Encoding: "
            })
    void knowsAnImageByItsBytes(String header) throws IOException {
        assertFetched("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: " + PIXEL.length + "\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 103 Early Hints\r\nLink: </x.css>; rel=preload\r\n\r\n",
                "HTTP/1.1 102 Processing\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 199 X\r\n\r\n"
            })
    void skipsInterimAnswers(String interim) throws IOException {
        assertFetched(interim + "HTTP/1.1 200 OK\r\nContent-Length: " + PIXEL.length + "\r\n\r\n");
    }

    @Test
    void readsALargeHead() throws IOException {
        String policy = "Content-Security-Policy: " + "x".repeat(50_000) + "\r\n";

        assertFetched("HTTP/1.1 200 OK\r\n" + policy + "Content-Length: " + PIXEL.length + "\r\n\r\n");
    }

    @Test
    void refusesAHeadBeyondAllBounds() throws IOException {
        String policy = "Content-Security-Policy: " + "x".repeat(70_000) + "\r\n";

        assertThat(answered(("HTTP/1.1 200 OK\r\n" + policy + "\r\n").getBytes(StandardCharsets.US_ASCII)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.CONNECTION))
                .hasMessageContaining("65536");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "gzip, identity"})
    void refusesACodedAnswerByName(String coding) throws IOException {
        String head = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Encoding: " + coding
                + "\r\nContent-Length: 3\r\n\r\nabc";

        assertThat(answered(head.getBytes(StandardCharsets.US_ASCII)))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.NOT_AN_IMAGE))
                .hasMessageContaining("content coding " + coding);
    }

    private static void assertFetched(String head) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write(head).write(PIXEL).awaitClientClose();
        })) {
            StepVerifier.create(fetcher(server).build().fetch(url("http://127.0.0.1", server)))
                    .assertNext(image -> assertThat(image).hasToString("Image[" + PIXEL.length + " bytes]"))
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @Test
    void verifiesTheHostNameWhoeverIsTrusted() throws IOException {
        try (RawServer server = RawServer.startTls(identity.context(), RawConnection::readHead)) {
            assertThat(failure(fetcher(server), url("https://127.0.0.1", server))
                            .reason())
                    .isEqualTo(Reason.CONNECTION);
        }
    }

    @Test
    void fetchesPlainHttpFromLoopbackOnly() throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readHead();
            answer(connection, "application/octet-stream", PIXEL);
        })) {
            StepVerifier.create(fetcher(server).build().fetch(url("http://127.0.0.1", server)))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
            assertThat(failure(fetcher(server), url("http://8.8.8.8", server)).reason())
                    .isEqualTo(Reason.ADDRESS);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1",
                "0x7f.1",
                "0x7f000001",
                "2130706433",
                "017700000001",
                "localhost",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[::ffff:7f00:1]",
                "[::127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "[2002:7f00:1::]",
                "0.0.0.0",
                "[::]",
                "[fe80::1%25lo]",
                "127.0.0.1.",
                "user@127.0.0.1"
            })
    void connectsToNoLoopbackHoweverItIsSpelt(String host) throws IOException {
        try (RawServer server = RawServer.startPlain(RawConnection::readHead)) {
            ImageFetcher.Builder strict = ImageFetcher.builder().allowPort(server.port());
            ImageFetchException failure = failure(strict, url("https://" + host, server));

            assertThat(failure.reason()).isIn(Reason.URL, Reason.ADDRESS, Reason.CONNECTION);
            assertThat(failure).hasMessageNotContaining("secret");
            assertThat(server.connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://example.com/a.png, https",
        "ftp://example.com/a.png, https",
        "a.png, https",
        "https://example.com:8443/a.png, port 8443",
        "https://u:p@example.com/a.png, user-info",
        "https://[fe80::1%25eth0]/a.png, zone",
        "https:///a.png, host"
    })
    void namesTheRuleThatAUrlBreaks(String url, String rule) {
        ImageFetchException failure = failure(ImageFetcher.builder(), URI.create(url));

        assertThat(failure.reason()).isEqualTo(Reason.URL);
        assertThat(failure).hasMessageContaining(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "302, image/png, <html>, STATUS, a redirect (302)",
        "404, image/png, <html>, STATUS, status 404",
        "200, text/html; charset=utf-8, <html>, NOT_AN_IMAGE, text/html",
        "200, application/problem+json, {}, NOT_AN_IMAGE, application/problem+json",
        "200, video/mp4, {}, NOT_AN_IMAGE, video/mp4",
        "200, image/png, <html>, NOT_AN_IMAGE, an HTML page",
        "200, image/png, '', NOT_AN_IMAGE, empty",
        "200, image/png, 1234567890123456789012345678901234567890123456789012345678901234567890123456789, TOO_LARGE, 78"
    })
    void saysWhatWasFound(int status, String type, String body, Reason reason, String found) throws IOException {
        assertThat(answered(Heads.answer(status, type, body).getBytes(StandardCharsets.US_ASCII)))
                .hasMessageContaining(found)
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(reason));
    }

    @Test
    void countsBytesThatWereNotAnnounced() throws IOException {
        String chunks = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n" + "40\r\n"
                + "x".repeat(64) + "\r\n40\r\n" + "x".repeat(64) + "\r\n";

        assertThat(answered(chunks.getBytes(StandardCharsets.US_ASCII)).reason())
                .isEqualTo(Reason.TOO_LARGE);
    }

    @Test
    void refusesAnAnswerThatBreaksOff() throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 71\r\n\r\n").write(Arrays.copyOf(PIXEL, 40));
        })) {
            assertThat(failure(fetcher(server), url("http://127.0.0.1", server)).reason())
                    .isEqualTo(Reason.CONNECTION);
        }
    }

    @Test
    void givesUpAServerThatIsTooSlowAndCloses() throws IOException {
        try (RawServer server = RawServer.startPlain(RawConnection::awaitClientClose)) {
            ImageFetcher.Builder hasty = fetcher(server).timeout(Duration.ofMillis(300));

            assertThat(failure(hasty, url("http://127.0.0.1", server)).reason()).isEqualTo(Reason.TIMEOUT);
            assertThat(server.connections()).allMatch(RawConnection::isClosedByClient);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://127.0.0.1", "http://127.0.0.1"})
    void namesEveryFailureOfAConnection(String origin) throws IOException {
        for (RawServer.Script script : List.<RawServer.Script>of(
                connection -> {}, RawConnection::reset, connection -> connection.write("HTTP/1.1 200 OK\r\nX: y"))) {
            try (RawServer server = RawServer.startPlain(script)) {
                ImageFetchException failure = failure(fetcher(server), url(origin, server));

                assertThat(failure.reason()).isEqualTo(Reason.CONNECTION);
                assertThat(failure)
                        .hasMessageContaining("the connection failed: ")
                        .hasMessageNotContaining("null");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void closesTheConnectionWhenCancelled(int sent) throws Exception {
        Semaphore asked = new Semaphore(0);
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readHead();
            if (sent > 0) {
                connection
                        .write("HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: 71\r\n\r\n")
                        .write(Arrays.copyOf(PIXEL, sent));
            }
            asked.release();
            connection.awaitClientClose();
        })) {
            Disposable fetch = fetcher(server)
                    .build()
                    .fetch(url("http://127.0.0.1", server))
                    .subscribe();
            assertThat(asked.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            fetch.dispose();
            assertThat(server.connections()).hasSize(1).allMatch(RawConnection::isClosedByClient);
        }
    }

    @Test
    void refusesSettingsOutOfBounds() {
        ImageFetcher.Builder builder = ImageFetcher.builder();

        assertRefused(() -> builder.maxBytes(0), "maxBytes must be 1 or more but was 0");
        assertRefused(() -> builder.allowPort(0), "port must be between 1 and 65535 but was 0");
        assertRefused(() -> builder.allowPort(65_536), "port must be between 1 and 65535 but was 65536");
        assertRefused(() -> builder.timeout(Duration.ZERO), "timeout must be 1 millisecond or more");
        assertRefused(() -> builder.timeout(Duration.ofDays(25)), "at most 24 days but was PT600H");
        assertRefused(() -> builder.connectTimeout(Duration.ofNanos(999_999)), "connectTimeout must be 1 millisecond");
        assertThat(builder.maxBytes(1)
                        .allowPort(1)
                        .allowPort(65_535)
                        .timeout(Duration.ofDays(24))
                        .connectTimeout(Duration.ofMillis(1))
                        .build())
                .isNotNull();
    }

    private static void assertRefused(ThrowingCallable setting, String problem) {
        assertThatThrownBy(setting).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(problem);
    }

    private static ImageFetchException answered(byte[] answer) throws IOException {
        try (RawServer server = RawServer.startPlain(connection -> {
            connection.readHead();
            connection.write(answer).awaitClientClose();
        })) {
            ImageFetchException failure = failure(fetcher(server).maxBytes(78), url("http://127.0.0.1", server));
            assertThat(server.connections()).hasSize(1).allMatch(RawConnection::isClosedByClient);
            return failure;
        }
    }

    private static void answer(RawConnection connection, String type, byte[] body) throws IOException {
        connection
                .write("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                .write(body)
                .awaitClientClose();
    }

    private static ImageFetcher.Builder fetcher(RawServer server) {
        return ImageFetcher.builder()
                .allowLoopback(true)
                .allowPort(server.port())
                .sslContext(trust);
    }

    private static URI url(String origin, RawServer server) {
        return URI.create(origin + ":" + server.port() + "/cat.png?key=secret");
    }

    private static ImageFetchException failure(ImageFetcher.Builder fetcher, URI url) {
        ImageFetchException[] failure = new ImageFetchException[1];
        StepVerifier.create(fetcher.build().fetch(url))
                .consumeErrorWith(error -> failure[0] = (ImageFetchException) error)
                .verify(SOON);
        return failure[0];
    }
}

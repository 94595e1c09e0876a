package io.github.reactorchutes.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

class TokenTests {

    private static final String SECRET = "Sup3rS3cretValue";

    private static final byte[] VIDEO = Videos.ofSize(100);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void sendsTheTokenAsABearer(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            Calls.video(clients.client(server.url(), builder -> builder.apiToken(SECRET)), request);

            assertThat(server.requests()).singleElement().satisfies(sent -> {
                assertThat(sent.header("Authorization")).isEqualTo("Bearer " + SECRET);
                assertThat(sent.head()).containsOnlyOnce(SECRET);
                assertThat(sent.text()).doesNotContain(SECRET);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void asksForATokenOnceForEachAttempt(VideoRequest request) throws IOException {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger subscribed = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        try (RawServer server = RawServer.start(connection -> {
            while (true) {
                connection.readRequest();
                connection.write(
                        answered.incrementAndGet() < 3
                                ? Heads.answer(429, "text/html", "")
                                : Heads.answer(200, "video/mp4", ""));
            }
        })) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.verifyVideo(false)
                            .filter(RetryFilter.of(5, Duration.ofMillis(1), Duration.ofMillis(2)))
                            .tokenProvider(() -> {
                                asked.incrementAndGet();
                                return Mono.fromSupplier(() -> "token-" + subscribed.incrementAndGet());
                            }));
            Mono<VideoResponse> call = client.exchange(request).doOnNext(VideoResponse::release);
            assertThat(asked).as("before subscription").hasValue(0);

            call.block(Calls.SOON);

            assertThat(asked).hasValue(3);
            assertThat(subscribed).hasValue(3);
            assertThat(server.requests())
                    .extracting(sent -> sent.header("Authorization"))
                    .containsExactly("Bearer token-1", "Bearer token-2", "Bearer token-3");
        }
    }

    @Test
    void seesTheContextOfTheCaller() throws IOException {
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.tokenProvider(
                            () -> Mono.deferContextual(context -> Mono.just("token-of-" + context.get("tenant")))));

            callForThirtyTenants(client);

            assertThat(server.requests()).hasSize(30).allSatisfy(sent -> {
                String tenant = sent.header("Authorization").replace("Bearer token-of-", "");
                assertThat(sent.text()).contains("tenant " + tenant + " ");
            });
        }
    }

    private static void callForThirtyTenants(ChutesClient client) {
        Flux.fromStream(IntStream.range(0, 30).boxed())
                .flatMap(
                        tenant -> client.exchange(tenantRequest(tenant))
                                .flatMapMany(VideoResponse::body)
                                .map(VideoBytes::take)
                                .then()
                                .contextWrite(context -> context.put("tenant", tenant)),
                        8)
                .blockLast(Calls.SOON);
    }

    /** A tenant's key in a header of its own, say: Reactor Netty keeps such headers in the configuration that it has. */
    @Test
    void letsACustomizerSetHeadersOfOneCall() throws IOException {
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.httpClient(http ->
                            http.headersWhen(headers -> Mono.deferContextual(context -> Mono.just(headers.add(
                                    "Tenant", context.<Object>get("tenant").toString()))))));

            callForThirtyTenants(client);

            assertThat(server.requests())
                    .hasSize(30)
                    .allSatisfy(sent -> assertThat(sent.text()).contains("tenant " + sent.header("Tenant") + " "));
        }
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource("badProviders")
    void failsBeforeAnythingConnects(VideoRequest request, String name, ChutesTokenProvider provider)
            throws IOException {
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            ChutesClient client = clients.client(
                    server.url(),
                    builder -> builder.tokenProvider(provider)
                            .filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2))));

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, request);

            assertThat(failure.phase()).isEqualTo(CallPhase.PREPARE);
            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure).hasMessageStartingWith(request.endpoint().name() + ": ");
            assertThat(failure.getMessage()).doesNotContain(SECRET).doesNotContainPattern("\\p{Cntrl}");
            assertThat(trace(failure)).doesNotContain(SECRET);
            assertThat(server.connections()).isEmpty();
        }
    }

    static Stream<Arguments> badProviders() {
        return Requests.all()
                .flatMap(request -> Stream.of(
                        Arguments.of(request, "error", provider(Mono.error(new IOException("vault is sealed")))),
                        Arguments.of(request, "empty", provider(Mono.empty())),
                        Arguments.of(request, "throws", (ChutesTokenProvider) () -> {
                            throw new IllegalStateException("no vault");
                        }),
                        Arguments.of(request, "empty text", provider(Mono.just(""))),
                        Arguments.of(request, "CR LF", provider(Mono.just(SECRET + "\r\nX-Injected: yes"))),
                        Arguments.of(request, "only line breaks", provider(Mono.just("\r\n"))),
                        Arguments.of(request, "prefix", provider(Mono.just("Bearer " + SECRET))),
                        Arguments.of(
                                request,
                                "quotes",
                                provider(Mono.just("\"" + SECRET + "\"").hide())),
                        Arguments.of(request, "tab", provider(Mono.just(SECRET + "\t" + SECRET))),
                        Arguments.of(request, "NUL", provider(Mono.just("\u0000" + SECRET))),
                        Arguments.of(request, "DEL", provider(Mono.just(SECRET + "\u007f"))),
                        Arguments.of(request, "umlaut", provider(Mono.just(SECRET + "\u00fc"))),
                        Arguments.of(request, "folded to LF by a cast", provider(Mono.just(SECRET + "\u010a"))),
                        Arguments.of(request, "emoji", provider(Mono.just(SECRET + "\ud83d\ude00")))));
    }

    private static ChutesTokenProvider provider(Mono<String> token) {
        return () -> token;
    }

    /** The cause is the provider's own; the message is ours, and does not repeat it. */
    static Stream<Throwable> failures() {
        return Stream.of(
                new IllegalStateException("cannot parse " + SECRET),
                new IOException("cannot read " + SECRET),
                new AssertionError("cannot be " + SECRET));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void doesNotRepeatWhatTheProviderSaid(Throwable cause) throws IOException {
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            ChutesClient client =
                    clients.client(server.url(), builder -> builder.tokenProvider(() -> Mono.error(cause)));

            ChutesNotSentException failure = Calls.failure(ChutesNotSentException.class, client, Requests.text());

            assertThat(failure).hasCause(cause);
            assertThat(failure.getMessage())
                    .doesNotContain(SECRET)
                    .contains(cause.getClass().getSimpleName());
        }
    }

    @Test
    void cancelsAProviderThatIsNotWaitedForAnyMore() throws IOException {
        TestPublisher<String> token = TestPublisher.create();
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            ChutesClient client = clients.client(server.url(), builder -> builder.tokenProvider(token::mono));

            Disposable call = client.exchange(Requests.text()).subscribe();
            token.assertSubscribers(1);
            call.dispose();

            token.assertCancelled();
            assertThat(server.connections()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("invalidTokens")
    void refusesAnInvalidStaticTokenWhenTheClientIsMade(String token) {
        assertThatThrownBy(() -> ChutesClient.create(token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the API token")
                .message()
                .doesNotContain(SECRET);
    }

    static List<String> invalidTokens() {
        return List.of("", " ", SECRET + "\r\nX: y", "'" + SECRET + "'", SECRET + " " + SECRET, "\u00fc" + SECRET);
    }

    /** As editors, shells and secret stores hand it over. */
    @ParameterizedTest
    @ValueSource(strings = {"%s\n", "%s\r\n", "%s\n\n", "\ufeff%s", "\ufeff%s\r\n", " %s ", "\t%s", "%s"})
    void leavesOutWhatIsAroundAToken(String given) throws IOException {
        String token = given.replace("%s", SECRET);
        try (RawServer server = RawServer.start(TokenTests::serve)) {
            Calls.video(clients.client(server.url(), builder -> builder.apiToken(token)), Requests.text());
            Calls.video(
                    clients.client(server.url(), builder -> builder.tokenProvider(() -> Mono.just(token))),
                    Requests.text());
            Calls.video(
                    clients.client(
                            server.url(),
                            builder ->
                                    builder.tokenProvider(() -> Mono.just(token).hide())),
                    Requests.text());

            assertThat(server.requests())
                    .hasSize(3)
                    .allSatisfy(sent -> assertThat(sent.header("Authorization")).isEqualTo("Bearer " + SECRET));
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "``, must not be empty",
                "` \n`, must not be empty",
                "`\"%s\"`, contains a quote",
                "`'%s'`, contains a quote",
                "`%s'`, contains a quote",
                "`%s %s`, contains whitespace",
                "`%s\n%s`, contains whitespace",
                "`Bearer %s`, must not begin with \"Bearer\"",
                "`BEARER: %s`, must not begin with \"Bearer\"",
                "`bearer`, must not begin with \"Bearer\"",
                "`${%s}`, unresolved placeholder",
                "`%s\u00e9`, non-ASCII",
                "`\u201c%s\u201d`, non-ASCII",
                "`%s\u0007`, control character",
                "`%s\ufeff%s`, non-ASCII"
            })
    void namesTheSettingAndTheReasonAndNeverTheToken(String given, String reason) {
        assertThatThrownBy(() -> BearerToken.requireValid("my.setting", given.replace("%s", SECRET)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("my.setting ")
                .hasMessageContaining(reason)
                .message()
                .doesNotContain(SECRET)
                .matches("[ -~]+");
    }

    @Test
    void readsAFileInTheEncodingsThatEditorsWrite() {
        for (Charset charset : List.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(BearerToken.requireValid("a file", ("\ufeff" + SECRET + "\r\n").getBytes(charset)))
                    .isEqualTo(SECRET);
        }
        assertThat(BearerToken.requireValid("a file", (SECRET + "\n").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SECRET);
        assertThatThrownBy(() ->
                        BearerToken.requireValid("a file", (SECRET + "\u00fc").getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageStartingWith("a file contains a non-ASCII character");
        assertThatThrownBy(() -> BearerToken.requireValid("a file", new byte[0]))
                .hasMessage("a file must not be empty");
    }

    /** Its digest as sha256sum prints it, so that other tools find the same account. */
    @Test
    void namesATokenWithoutShowingIt() {
        assertThat(BearerToken.nameOf("cpk_test")).isEqualTo("token-40b11b6e267c6e1c");
    }

    @Test
    void refusesAClientWithoutAToken() {
        assertThatThrownBy(() -> ChutesClient.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("tokenProvider");
    }

    private static VideoRequest tenantRequest(int tenant) {
        return TextToVideoRequest.builder("tenant " + tenant + " wants a fox").build();
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        return trace.toString();
    }

    private static void serve(RawConnection connection) throws IOException {
        while (true) {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
        }
    }
}

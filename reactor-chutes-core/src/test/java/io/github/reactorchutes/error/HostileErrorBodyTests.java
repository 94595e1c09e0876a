package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that nobody writes in good faith. */
class HostileErrorBodyTests {

    private static final String TOKEN = "cpk_0123456789abcdef0123456789abcdef.fedcba9876543210.Z9y8X7w6V5u4T3s2R1q0";

    private static final String NO_SHAPE_TOKEN = "open-sesame/17+tenant==";

    private static final String LINE_BREAKS_AND_CONTROLS = "[\\p{Cc}\\p{Zl}\\p{Zp}\\u202e]";

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest(name = "{1} {2}")
    @MethodSource("hostile")
    void staysReadable(VideoRequest request, String name, byte[] body) throws IOException {
        ChutesResponseException failure = answered(request, TOKEN, "", body);

        assertThat(failure.status()).isEqualTo(418);
        assertThat(failure.reason()).isEqualTo(Reason.INVALID_REQUEST);
        assertThat(failure.excerpt().length()).as("length of the excerpt").isLessThanOrEqualTo(4096);
        assertThat(failure.getMessage()).doesNotContainPattern(LINE_BREAKS_AND_CONTROLS);
        assertThat(failure).message().hasSizeLessThan(500);
        assertThat(failure.toString()).doesNotContainPattern(LINE_BREAKS_AND_CONTROLS);
        assertThat(String.valueOf(failure.detail())).hasSizeLessThanOrEqualTo(4096);
    }

    static Stream<Arguments> hostile() {
        String nested = "no more";
        for (int i = 0; i < 9; i++) {
            nested = "{\"detail\":\"" + nested.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
        }
        byte[] noise = new byte[5000];
        new Random(42).nextBytes(noise);
        Map<String, byte[]> bodies = new TreeMap<>(Map.ofEntries(
                Map.entry("JSON in a string, nine deep", utf8(nested)),
                Map.entry("deep objects", utf8("{\"detail\":".repeat(2000))),
                Map.entry("deep arrays", utf8("{\"detail\":" + "[".repeat(3000))),
                Map.entry("deep closed arrays", utf8("{\"detail\":" + "[".repeat(1500) + "]".repeat(1500) + "}")),
                Map.entry("truncated JSON", utf8("{\"detail\":\"it stops he")),
                Map.entry("no object", utf8("[1,2,3]")),
                Map.entry("null", utf8("null")),
                Map.entry("null detail", utf8("{\"detail\":null}")),
                Map.entry("number", utf8("{\"detail\":1e999999999}")),
                Map.entry("long number", utf8("{\"detail\":" + "9".repeat(4000) + "}")),
                Map.entry("odd message", utf8("{\"detail\":{\"message\":[{\"a\":1}],\"quota_reset_timestamp\":7}}")),
                Map.entry("odd list", utf8("{\"detail\":[null,1,[2],{\"msg\":[3]},{\"msg\":\"four\"}]}")),
                Map.entry("prefixes only", utf8("{\"detail\":\"" + "Invalid request: ".repeat(230) + "\"}")),
                Map.entry("invalid UTF-8", new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, (byte) 0xFF, (byte) 0xFE}),
                Map.entry("UTF-8 cut within a character", utf8("x" + "\u20ac".repeat(2000))),
                Map.entry("lone surrogates", utf8("{\"detail\":\"\\ud800 and \\udfff\"}")),
                Map.entry("surrogates at the limit", utf8("{\"detail\":\"" + "x".repeat(299) + "\\ud83d\\ude00\"}")),
                Map.entry("control characters", utf8("{\"detail\":\"a\\u0000b\\nc\\rd\\u001b[31me\\u0007\"}")),
                Map.entry("raw control characters", utf8("a\u0000b\nc\rd\u001b[31me\u0007")),
                Map.entry("other line breaks", utf8("{\"detail\":\"a\\u0085b\\u2028c\\u2029d\\u202ee\"}")),
                Map.entry("raw other line breaks", utf8("a\u0085b\u2028c\u2029d\u202ee")),
                Map.entry("a page without an end", utf8("<html><title>" + "t".repeat(10_000))),
                Map.entry("a title of many lines", utf8("<html><title>\n\none\n\ntwo\u2028</title>")),
                Map.entry("many open titles", utf8("<title ".repeat(700))),
                Map.entry("only white space", utf8(" \n\t ".repeat(1000))),
                Map.entry("noise", noise),
                Map.entry("nothing", new byte[0])));
        return Requests.all()
                .flatMap(request ->
                        bodies.entrySet().stream().map(body -> Arguments.of(request, body.getKey(), body.getValue())));
    }

    @ParameterizedTest(name = "{2} {1}")
    @MethodSource("echoes")
    void masksTheTokenThatAServerEchoes(VideoRequest request, String token, String body) throws IOException {
        String header = "X-Echo: Bearer " + token + "\r\nX-Plain-Echo: " + token + "\r\n";

        ChutesResponseException failure = answered(request, token, header, utf8(body));

        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace, true));
        assertThat(List.of(
                        failure.excerpt(),
                        String.valueOf(failure.detail()),
                        String.valueOf(failure.getMessage()),
                        failure.toString(),
                        failure.headers().toString(),
                        trace.toString(),
                        clients.ends().toString()))
                .noneSatisfy(text -> assertThat(text).contains(token))
                .noneSatisfy(text -> assertThat(text).contains(token.substring(0, 20)));
    }

    static Stream<Arguments> echoes() {
        return Requests.all()
                .flatMap(request -> Stream.of(TOKEN, NO_SHAPE_TOKEN)
                        .flatMap(token -> Stream.of(
                                        "{\"detail\":\"Invalid token: %s\"}",
                                        "{\"detail\":\"Bearer %s is unknown\"}",
                                        "{\"detail\":{\"message\":\"authorization=%s;\"}}",
                                        "{\"detail\":\"{\\\"detail\\\":\\\"%s\\\"}\"}",
                                        "{\"detail\":\"\\u0063pk_: " + escaped(token) + "\"}",
                                        "<html><title>%s</title></html>",
                                        "Authorization: Bearer %s\r\nHost: x",
                                        "x".repeat(4060) + " %s")
                                .map(body -> Arguments.of(request, token, body.replace("%s", token)))));
    }

    /** Masking must not cost the message its sense. */
    @Test
    void keepsWhatIsSaidAroundAMaskedToken() throws IOException {
        ChutesResponseException failure =
                answered(Requests.text(), TOKEN, "", utf8("{\"detail\":\"Bearer " + TOKEN + " is revoked\"}"));

        assertThat(failure.detail()).isEqualTo("Bearer *** is revoked");
        assertThat(failure).hasMessageEndingWith("the server answered 418: Bearer *** is revoked");
    }

    /** An id of the invocation comes with no error today, but it is told if one ever does. */
    @ParameterizedTest
    @ValueSource(strings = {"x-chutes-invocationid", "X-Chutes-InvocationID"})
    void tellsTheInvocationId(String header) throws IOException {
        ChutesResponseException failure = answered(Requests.text(), TOKEN, header + ": some-id\r\n", new byte[0]);

        assertThat(failure.invocationId()).isEqualTo("some-id");
        assertThat(failure.headers()).containsKey("X-CHUTES-INVOCATIONID");
    }

    /** A token without the platform's shape can be recognised by what was sent alone, even when it is cut. */
    @Test
    void masksATokenThatTheBoundOfTheExcerptCuts() throws IOException {
        for (int kept = 8; kept < NO_SHAPE_TOKEN.length(); kept++) {
            String filling = ". ".repeat(2048).substring(kept);
            ChutesResponseException failure =
                    answered(Requests.text(), NO_SHAPE_TOKEN, "", utf8(filling + NO_SHAPE_TOKEN));

            assertThat(failure.excerpt()).endsWith("***").doesNotContain(NO_SHAPE_TOKEN.substring(0, 8));
        }
    }

    private ChutesResponseException answered(VideoRequest request, String token, String header, byte[] body)
            throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(utf8("HTTP/1.1 418 X\r\n" + header + "Content-Length: " + body.length + "\r\n\r\n"));
        answer.writeBytes(body);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(answer.toByteArray());
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url(), builder -> builder.apiToken(token));
            return Calls.failure(ChutesResponseException.class, client, request);
        }
    }

    private static String escaped(String token) {
        StringBuilder escaped = new StringBuilder();
        token.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
        return escaped.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

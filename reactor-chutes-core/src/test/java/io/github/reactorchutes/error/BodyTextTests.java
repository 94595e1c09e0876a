package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.Endpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes text of a body's bytes: codings, charsets, and what is no text. */
class BodyTextTests {

    private static final String JSON = "{\"detail\":\"Invalid input parameters\"}";

    private static final String SAID = "Invalid input parameters";

    private static final byte[] PLAIN = JSON.getBytes(StandardCharsets.UTF_8);

    @ParameterizedTest(name = "{0}")
    @MethodSource("coded")
    void decodesTheCodingsThatAreUsual(String coding, byte[] body) {
        ChutesResponseException failure = answer(Map.of("content-encoding", List.of(coding)), body);

        assertThat(failure.detail()).isEqualTo(SAID);
        assertThat(failure.excerpt()).isEqualTo(JSON);
    }

    static Stream<Arguments> coded() throws IOException {
        return Stream.of(
                Arguments.of("gzip", gzip(PLAIN)),
                Arguments.of("GZIP", gzip(PLAIN)),
                Arguments.of("x-gzip", gzip(PLAIN)),
                Arguments.of(" gzip ", gzip(PLAIN)),
                Arguments.of("deflate", deflate(PLAIN, false)),
                Arguments.of("deflate", deflate(PLAIN, true)),
                Arguments.of("identity", PLAIN),
                Arguments.of("", PLAIN),
                Arguments.of("identity, gzip", gzip(PLAIN)),
                Arguments.of("deflate, gzip", gzip(deflate(PLAIN, false))));
    }

    @Test
    void decodesTwoHeadersInTheOrderOfTheirLines() throws IOException {
        byte[] body = gzip(deflate(PLAIN, false));

        assertThat(answer(Map.of("Content-Encoding", List.of("deflate", "gzip")), body)
                        .detail())
                .isEqualTo(SAID);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"br", "zstd", "compress", "nonsense", "gzip, br", "gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip"})
    void hasNoTextOfACodingThatIsNotDecoded(String coding) throws IOException {
        ChutesResponseException failure = answer(Map.of("Content-Encoding", List.of(coding)), gzip(PLAIN));

        assertThat(failure.detail()).isNull();
        assertThat(failure.excerpt()).isEmpty();
        assertThat(failure).hasMessageEndingWith("the server answered 400");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void keepsWhatABombExpandsToWithinTheExcerpt(String coding) throws IOException {
        byte[] zeros = new byte[30_000_000];
        Arrays.fill(zeros, (byte) 'x');
        byte[] bomb = coding.equals("gzip") ? gzip(zeros) : deflate(zeros, false);

        ChutesResponseException failure =
                answer(Map.of("Content-Encoding", List.of(coding)), Arrays.copyOf(bomb, 4096));

        assertThat(failure.excerpt()).isEqualTo("x".repeat(4096));
    }

    @Test
    void readsTheBeginningOfACodedBodyThatWasCut() throws IOException {
        String text = SAID
                + new Random(7)
                        .ints(2000, 0, 100_000)
                        .mapToObj(word -> " " + word)
                        .collect(Collectors.joining());
        byte[] body = gzip(text.getBytes(StandardCharsets.UTF_8));

        ChutesResponseException failure =
                answer(Map.of("Content-Encoding", List.of("gzip")), Arrays.copyOf(body, 3000));

        assertThat(failure.excerpt()).startsWith(SAID).hasSizeGreaterThan(2000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void hasNoTextOfABodyThatIsNotCodedAsItSays(String coding) {
        assertThat(answer(Map.of("Content-Encoding", List.of(coding)), new byte[] {1, 2, 3})
                        .excerpt())
                .isEmpty();
        assertThat(answer(Map.of("Content-Encoding", List.of(coding)), new byte[0])
                        .excerpt())
                .isEmpty();
    }

    /** A proxy that decodes a body may leave its header. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "deflate"})
    void takesPlainTextForWhatItIsWhateverItsHeaderSays(String coding) {
        assertThat(answer(Map.of("Content-Encoding", List.of(coding)), PLAIN).detail())
                .isEqualTo(SAID);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("charsets")
    void honoursTheByteOrderMarkAndTheCharset(String type, byte[] body) {
        ChutesResponseException failure = answer(Map.of("Content-Type", List.of(type)), body);

        assertThat(failure.detail()).isEqualTo("zu gro\u00df");
    }

    static Stream<Arguments> charsets() {
        String text = "{\"detail\":\"zu gro\u00df\"}";
        byte[] utf16be = text.getBytes(StandardCharsets.UTF_16BE);
        byte[] utf16le = text.getBytes(StandardCharsets.UTF_16LE);
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] page = "<meta charset=iso-8859-1><h1>zu gro\u00df</h1>".getBytes(StandardCharsets.ISO_8859_1);
        return Stream.of(
                Arguments.of("application/json", utf8),
                Arguments.of("application/json", prefixed(utf8, 0xEF, 0xBB, 0xBF)),
                Arguments.of("application/json", prefixed(utf16be, 0xFE, 0xFF)),
                Arguments.of("application/json", prefixed(utf16le, 0xFF, 0xFE)),
                Arguments.of("application/json; charset=iso-8859-1", prefixed(utf8, 0xEF, 0xBB, 0xBF)),
                Arguments.of("application/json; charset=utf-16", utf16be),
                Arguments.of("application/json; charset=utf-16", utf16le),
                Arguments.of("application/json; charset=UTF-16LE", utf16le),
                Arguments.of("application/json; charset=\"iso-8859-1\"", latin),
                Arguments.of("application/json;CHARSET=ISO-8859-1;x=y", latin),
                Arguments.of("text/plain; charset=windows-1252", latin),
                Arguments.of("application/json; charset=utf8", utf8),
                Arguments.of("application/json; charset=no-such-charset", utf8),
                Arguments.of("application/json; charset=no-such-charset", latin),
                Arguments.of("application/json; charset=not:a charset", utf8),
                Arguments.of("application/json; charset=", utf8),
                Arguments.of("application/json; charset=\"", utf8),
                Arguments.of("text/html", page),
                Arguments.of("application/json", latin));
    }

    @Test
    void decodesTheCharsetsOfOtherPartsOfTheWorld() {
        assertThat(said("gbk", "\u6a21\u578b")).isEqualTo("\u6a21\u578b");
        assertThat(said("Shift_JIS", "\u30e2\u30c7\u30eb")).isEqualTo("\u30e2\u30c7\u30eb");
        assertThat(said("windows-1251", "\u043c\u043e\u0434\u0435\u043b\u044c"))
                .isEqualTo("\u043c\u043e\u0434\u0435\u043b\u044c");
    }

    private static @Nullable String said(String charset, String text) {
        return answer(
                        Map.of("Content-Type", List.of("text/plain; charset=" + charset)),
                        text.getBytes(Charset.forName(charset)))
                .detail();
    }

    @Test
    void leavesOutACharacterThatTheBoundCuts() {
        byte[] body = ("x" + "\u20ac".repeat(2000)).getBytes(StandardCharsets.UTF_8);

        assertThat(answer(Map.of(), body).excerpt()).isEqualTo("x" + "\u20ac".repeat(1365));
    }

    @Test
    void hasNoTextOfWhatIsBinary() throws IOException {
        byte[] noise = new byte[3000];
        new Random(1).nextBytes(noise);
        for (byte[] body : List.of(noise, gzip(PLAIN), new byte[100], Arrays.copyOf(gzip(PLAIN), 12))) {
            ChutesResponseException failure = answer(Map.of(), body);

            assertThat(failure.excerpt()).isEmpty();
            assertThat(failure.detail()).isNull();
            assertThat(failure).hasMessageEndingWith("the server answered 400");
        }
    }

    @Test
    void hasNoControlCharacterInDetailAndMessage() {
        String said = "{\"detail\":\"a\\u0000b\\nc\\rd\\u001b[31me\\u202ef\\ud800g\\ufdd0h\"}";
        ChutesResponseException failure = answer(Map.of(), said.getBytes(StandardCharsets.UTF_8));

        assertThat(failure.detail()).isEqualTo("a b c d [31me f g h");
        assertThat(failure).hasMessageEndingWith(": a b c d [31me f g h");
        assertThat(answer(Map.of(), "line 1\r\n\tline 2\u001b\u0007 and so on".getBytes(StandardCharsets.UTF_8))
                        .excerpt())
                .isEqualTo("line 1\r\n\tline 2 and so on");
    }

    @Test
    void cutsAMessageBetweenCharacters() {
        String text = "x".repeat(299) + "\ud83d\ude00" + "y".repeat(50);

        assertThat(answer(Map.of(), text.getBytes(StandardCharsets.UTF_8)))
                .hasMessageEndingWith("x".repeat(299) + "...");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"detail\":{\"message\":\"no\"}} | no",
                "{\"detail\":{\"msg\":\"no\"}} | no",
                "{\"detail\":{\"error\":\"no\"}} | no",
                "{\"detail\":{\"error\":{\"message\":\"no\"}}} | no",
                "{\"detail\":[\"no\",{\"msg\":\"never\"}]} | no; never",
                "{\"detail\":null,\"message\":\"no\"} | no",
                "{\"detail\":{},\"message\":\"no\"} | no",
                "{\"detail\":\" \",\"title\":\"no\"} | no",
                "{\"error\":\"no\"} | no",
                "{\"error\":{\"message\":\"no\",\"code\":7}} | no",
                "{\"error\":{\"code\":7,\"detail\":\"no\"}} | no",
                "{\"error\":true,\"message\":\"no\"} | no",
                "{\"error\":\"Bad Request\",\"status\":400,\"message\":\"no\"} | no",
                "{\"error\":\"invalid_token\",\"error_description\":\"no\"} | no",
                "{\"errors\":[\"no\",\"never\"]} | no; never",
                "{\"errors\":[{\"message\":\"no\"},{\"detail\":\"never\"},{\"title\":\"not\"}]} | no; never; not",
                "{\"errors\":{\"prompt\":[\"no\",\"never\"],\"fps\":\"not\"}} | no; never; not",
                "{\"errors\":[],\"title\":\"no\"} | no",
                "{\"type\":\"about:blank\",\"title\":\"no\",\"status\":400} | no",
                "{\"type\":\"about:blank\",\"title\":\"Bad Request\",\"detail\":\"no\"} | no",
                "{\"title\":\"One or more\",\"errors\":{\"prompt\":[\"no\"]}} | no",
                "{\"Message\":\"no\"} | no",
                "{\"code\":3,\"msg\":\"no\"} | no",
                "{\"fault\":{\"faultstring\":\"no\"}} | no",
                "[{\"message\":\"no\"}] | no",
                "[\"no\"] | no",
                "\"no\" | no",
                "{\"detail\":\"[Errno 2] no such file\"} | [Errno 2] no such file",
                "{\"detail\":\"[\\\"no\\\"]\"} | no",
                "<html><head><title>no</title></head></html> | no",
                "<!DOCTYPE html><html><body><h1 class=x>no</h1><p>never</p></body></html> | no",
                "<html><head><style>a{b:c}</style></head><body>  <p>no</p><br>never</body></html> | no never",
                "<html><body><script>if (a<b) {}</script>no<!-- never --></body></html> | no",
                "<html><title> </title><h1>no &amp; &lt;never&gt; &#x27;&#39;&nbsp;!</h1></html> | no & <never> '' !",
                "<html><head><title></title></head><body>no <a href='x | no",
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>no</Message></Error> | no",
                "<Error><Code>no</Code></Error> | no",
                "no | no"
            })
    void findsTheWords(String body, String words) {
        assertThat(answer(Map.of(), body.getBytes(StandardCharsets.UTF_8)).detail())
                .isEqualTo(words);
    }

    /** Each level of these could be looked at twice. */
    @Test
    void endsOnDeepObjectsSoon() {
        String deep = "{\"errors\":".repeat(300) + "{\"x\":1}" + "}".repeat(300);

        assertThat(answer(Map.of(), deep.getBytes(StandardCharsets.UTF_8)).detail())
                .isNull();
    }

    private static ChutesResponseException answer(Map<String, List<String>> headers, byte[] body) {
        return ChutesResponseException.of(Endpoint.TEXT_TO_VIDEO, 400, headers, body);
    }

    private static byte[] prefixed(byte[] body, int... mark) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(mark).forEach(all::write);
        all.writeBytes(body);
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(coded)) {
            out.write(plain);
        }
        return coded.toByteArray();
    }

    private static byte[] deflate(byte[] plain, boolean raw) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(coded, new Deflater(9, raw))) {
            out.write(plain);
        }
        return coded.toByteArray();
    }
}

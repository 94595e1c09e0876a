package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTests {

    private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "7, PT7S",
        "' 120 ', PT2M",
        "007, PT7S",
        "9999999999, PT8760H",
        "99999999999, PT8760H",
        "999999999999999999999999999999, PT8760H",
        "0000000000000000000000000000007, PT7S",
        "'Sat, 01 Aug 2026 12:05:00 GMT', PT5M",
        "'Sat, 1 Aug 2026 12:05:00 GMT', PT5M",
        "'Sat, 01 Aug 2026 11:00:00 GMT', PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT8760H",
        "'Saturday, 01-Aug-26 12:05:00 GMT', PT5M",
        "'saturday, 01-aug-26 12:05:00 GMT', PT5M",
        "'Saturday, 01-Aug-26 11:00:00 GMT', PT0S",
        "'Friday, 01-Aug-75 12:00:00 GMT', PT8760H",
        "'Monday, 01-Aug-77 12:00:00 GMT', PT0S",
        "'Sunday, 06-Nov-94 08:49:37 GMT', PT0S",
        "'Sat Aug  1 12:05:00 2026', PT5M",
        "'Sat Aug 01 12:05:00 2026', PT5M",
        "'Sat Aug 15 12:00:00 2026', PT336H",
        "'Sun Nov  6 08:49:37 1994', PT0S"
    })
    void readsSecondsAndDates(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, null, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "soon",
                "-1",
                "+1",
                "1.5",
                "1s",
                "0x10",
                "1,2",
                "\u0661\u0662",
                "Sat, 32 Aug 2026 12:05:00 GMT",
                "Mon, 01 Aug 2026 12:05:00 GMT",
                "2026-08-01T12:05:00Z",
                "Saturday, 32-Aug-26 12:05:00 GMT",
                "Caturday, 01-Aug-26 12:05:00 GMT",
                "Saturday, 01-Aug-26 12:05:00",
                "Mon Aug  1 12:05:00 2026",
                "Sat Foo  1 12:05:00 2026",
                "Sat, ",
                "Sat, 01 Aug 999999999999 12:05:00 GMT"
            })
    void takesGarbageForNothing(String value) {
        assertThat(RetryAfter.parse(value, null, NOW)).isNull();
    }

    /** Clocks differ: what counts is how far the two dates of one answer are apart. */
    @ParameterizedTest
    @CsvSource({
        "'Sat, 01 Aug 2026 15:05:00 GMT', 'Sat, 01 Aug 2026 15:00:00 GMT', PT5M",
        "'Sat, 01 Aug 2026 09:05:00 GMT', 'Saturday, 01-Aug-26 09:00:00 GMT', PT5M",
        "'Sat Aug  1 09:05:00 2026', 'Sat Aug  1 09:06:00 2026', PT0S",
        "'Thu, 01 Jan 1970 00:01:00 GMT', 'Thu, 01 Jan 1970 00:00:00 GMT', PT1M",
        "'Sat, 01 Aug 2026 12:05:00 GMT', 'yesterday', PT5M",
        "'Sat, 01 Aug 2026 12:05:00 GMT', '', PT5M",
        "'30', 'Sat, 01 Aug 2026 09:00:00 GMT', PT30S"
    })
    void countsFromTheDateOfTheAnswer(String value, String date, Duration expected) {
        assertThat(RetryAfter.parse(value, date, NOW)).isEqualTo(expected);
    }

    @Test
    void takesNothingForNothing() {
        assertThat(RetryAfter.parse(null, null, NOW)).isNull();
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void tellsTheSecondsThatTheServerAskedFor(VideoRequest request) throws IOException {
        assertThat(retryAfter(request, "17")).isEqualTo(Duration.ofSeconds(17));
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void tellsTheTimeUntilTheDateThatTheServerNamed(VideoRequest request) throws IOException {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC));

        assertThat(retryAfter(request, date)).isBetween(Duration.ofMinutes(55), Duration.ofHours(1));
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void tellsNothingOfAnUnreadableWait(VideoRequest request) throws IOException {
        assertThat(retryAfter(request, "eventually")).isNull();
    }

    @Test
    void tellsTheTimeBetweenTheDatesOfASkewedServer() throws IOException {
        String skewed = "Sat, 01 Aug 2020 12:05:00 GMT\r\nDate: Sat, 01 Aug 2020 12:00:00 GMT";

        assertThat(retryAfter(Requests.text(), skewed)).isEqualTo(Duration.ofMinutes(5));
    }

    private @Nullable Duration retryAfter(VideoRequest request, String value) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write("HTTP/1.1 429 X\r\nretry-after: " + value + "\r\nContent-Length: 0\r\n\r\n");
            connection.awaitClientClose();
        })) {
            return Calls.failure(ChutesResponseException.class, clients.client(server.url()), request)
                    .retryAfter();
        }
    }
}

package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
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
        "9999999999, PT9999999999S",
        "'Sat, 01 Aug 2026 12:05:00 GMT', PT5M",
        "'Sat, 1 Aug 2026 12:05:00 GMT', PT5M",
        "'Sat, 01 Aug 2026 11:00:00 GMT', PT0S",
        "'Fri, 31 Dec 9999 23:59:59 GMT', PT69893531H59M59S"
    })
    void readsSecondsAndDates(String value, Duration expected) {
        assertThat(RetryAfter.parse(value, NOW)).isEqualTo(expected);
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
                "99999999999",
                "999999999999999999999999999999",
                "\u0661\u0662",
                "Sat, 32 Aug 2026 12:05:00 GMT",
                "Mon, 01 Aug 2026 12:05:00 GMT",
                "2026-08-01T12:05:00Z",
                "Sat, 01 Aug 999999999999 12:05:00 GMT"
            })
    void takesGarbageForNothing(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @Test
    void takesNothingForNothing() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
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

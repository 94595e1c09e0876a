package io.github.reactorchutes.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every error that the platform is known to answer with, over a real socket. */
class ErrorTableTests {

    private static final String NGINX_429 = """
            <html>
            <head><title>429 Too Many Requests</title></head>
            <body>
            <center><h1>429 Too Many Requests</h1></center>
            <hr><center>nginx</center>
            </body>
            </html>
            """;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    /** One row of the table. */
    record Answer(
            int status,
            String type,
            String body,
            Reason reason,
            @Nullable String detail,
            @Nullable Instant quotaResetsAt,
            boolean retryable) {

        static Answer json(int status, String body, Reason reason, String detail) {
            return new Answer(status, "application/json", body, reason, detail, null, false);
        }

        static Answer detail(int status, String detail, Reason reason) {
            return json(status, "{\"detail\":\"" + detail + "\"}", reason, detail);
        }

        static Answer html(int status, String page, Reason reason, @Nullable String title) {
            return new Answer(status, "text/html", page, reason, title, null, false);
        }

        Answer resetting(String time) {
            return new Answer(status, type, body, reason, detail, Instant.parse(time), retryable);
        }

        Answer thatPasses() {
            return new Answer(status, type, body, reason, detail, quotaResetsAt, true);
        }

        @Override
        public String toString() {
            return status + " " + body.lines().findFirst().orElse("");
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("table")
    void tellsWhatThePlatformSaid(VideoRequest request, Answer answer) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.answer(answer.status(), answer.type(), answer.body()));
            connection.awaitClientClose();
        })) {
            ChutesClient client = clients.client(server.url());

            ChutesResponseException failure = Calls.failure(ChutesResponseException.class, client, request);

            assertThat(failure.status()).isEqualTo(answer.status());
            assertThat(failure.reason()).isEqualTo(answer.reason());
            assertThat(failure.detail()).isEqualTo(answer.detail());
            assertThat(failure.quotaResetsAt()).isEqualTo(answer.quotaResetsAt());
            assertThat(failure.isRetryable()).isEqualTo(answer.retryable());
            assertThat(failure.excerpt()).isEqualTo(answer.body());
            assertThat(failure.retryAfter()).isNull();
            assertThat(failure.invocationId()).isNull();
            assertThat(failure.phase()).isEqualTo(CallPhase.FIRST_BYTE);
            assertThat(failure.endpoint()).isEqualTo(request.endpoint());
            assertThat(failure)
                    .hasMessageStartingWith(request.endpoint().name() + ": the server answered " + answer.status())
                    .hasMessageContaining(answer.detail() == null ? "" : answer.detail());
        }
    }

    static Stream<Arguments> table() {
        return Requests.all().flatMap(request -> answers().map(answer -> Arguments.of(request, answer)));
    }

    private static Stream<Answer> answers() {
        return Stream.of(
                        invalidRequests(),
                        tokensAndQuotas(),
                        wrongAddresses(),
                        tooMuch(),
                        Stream.of(
                                Answer.detail(500, "exhausted all available targets to no avail", Reason.SERVER_ERROR),
                                Answer.detail(
                                        500,
                                        "No infrastructure available to serve request, try again later",
                                        Reason.SERVER_ERROR),
                                new Answer(
                                        500,
                                        "text/plain; charset=utf-8",
                                        "Internal Server Error",
                                        Reason.SERVER_ERROR,
                                        "Internal Server Error",
                                        null,
                                        false),
                                Answer.html(502, page("502 Bad Gateway"), Reason.SERVER_ERROR, "502 Bad Gateway"),
                                Answer.detail(
                                                503,
                                                "No instances available (yet) for"
                                                        + " chute_id='6d1ae4ad-3a0c-5bcb-9e9e-d3b4a4e2f1c0'",
                                                Reason.COLD_START)
                                        .thatPasses(),
                                Answer.detail(503, "This chute is currently disabled.", Reason.DISABLED),
                                Answer.html(
                                        504,
                                        page("504 Gateway Time-out"),
                                        Reason.SERVER_ERROR,
                                        "504 Gateway Time-out")))
                .flatMap(rows -> rows);
    }

    private static Stream<Answer> invalidRequests() {
        return Stream.of(
                Answer.json(
                        400,
                        "{\"detail\":\"Invalid request: Invalid request:"
                                + " {\\\"detail\\\":\\\"Invalid input parameters\\\"}\"}",
                        Reason.INVALID_REQUEST,
                        "Invalid input parameters"),
                Answer.json(
                        400,
                        "{\"detail\":\"Invalid request: Invalid request: Invalid image input! cannot identify image"
                                + " file <_io.BytesIO object at 0x7f>\"}",
                        Reason.INVALID_REQUEST,
                        "Invalid image input! cannot identify image file <_io.BytesIO object at 0x7f>"),
                Answer.detail(
                        400,
                        "invalid request JSON payload: Expecting value: line 1 column 1 (char 0)",
                        Reason.INVALID_REQUEST));
    }

    private static Stream<Answer> tokensAndQuotas() {
        return Stream.of(
                Answer.detail(401, "Authentication required.", Reason.UNAUTHENTICATED),
                Answer.detail(401, "Missing or invalid authorization header(s)", Reason.UNAUTHENTICATED),
                Answer.detail(401, "Invalid token or user not found", Reason.UNAUTHENTICATED),
                Answer.detail(401, "Invalid token.", Reason.UNAUTHENTICATED),
                Answer.json(
                                402,
                                "{\"detail\":{\"message\":\"Quota exceeded and account balance is $0.0\","
                                        + "\"quota_reset_timestamp\":\"2026-01-02T00:00:00+00:00\"}}",
                                Reason.QUOTA_EXCEEDED,
                                "Quota exceeded and account balance is $0.0")
                        .resetting("2026-01-02T00:00:00Z"),
                Answer.json(
                        402,
                        "{\"detail\":{\"message\":\"Quota exceeded and account balance is $-1.5\"}}",
                        Reason.QUOTA_EXCEEDED,
                        "Quota exceeded and account balance is $-1.5"),
                Answer.detail(402, "Account balance is $0.0, please send tao", Reason.BALANCE_REQUIRED),
                Answer.detail(
                        402,
                        "Subscription usage cap exceeded. Please add balance to continue.",
                        Reason.SUBSCRIPTION_CAP_EXCEEDED),
                Answer.detail(403, "Token does not have permission for this resource", Reason.FORBIDDEN),
                Answer.html(403, page("403 Forbidden"), Reason.FORBIDDEN, "403 Forbidden"));
    }

    private static Stream<Answer> wrongAddresses() {
        return Stream.of(
                Answer.detail(404, "Not Found", Reason.NOT_FOUND),
                Answer.detail(404, "No matching chute found!", Reason.NOT_FOUND),
                Answer.detail(404, "No matching cord found!", Reason.NOT_FOUND));
    }

    private static Stream<Answer> tooMuch() {
        return Stream.of(
                Answer.detail(413, "Request body is too large.", Reason.TOO_LARGE),
                Answer.html(
                        413, page("413 Request Entity Too Large"), Reason.TOO_LARGE, "413 Request Entity Too Large"),
                Answer.detail(429, "Infrastructure is at maximum capacity, try again later", Reason.CAPACITY)
                        .thatPasses(),
                Answer.detail(429, "Free models limit reached for today - maximum of 200 requests", Reason.DAILY_LIMIT),
                Answer.html(429, NGINX_429, Reason.RATE_LIMITED, "429 Too Many Requests")
                        .thatPasses());
    }

    private static String page(String title) {
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n</body>\r\n</html>\r\n";
    }
}

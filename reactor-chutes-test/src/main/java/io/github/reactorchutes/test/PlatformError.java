package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;

/**
 * Every known error response of the platform, with its exact body.
 *
 * <p>As on the platform, none carries an invocation id, a {@code Retry-After} or a rate-limit header.
 *
 * @since 0.1.0
 */
public enum PlatformError {
    /** A field is missing, of the wrong type or out of range; the body names no field. */
    INVALID_INPUT(400, """
            {"detail":"Invalid request: Invalid request: {\\"detail\\":\\"Invalid input parameters\\"}"}"""),
    /** The image is not raw standard base64. */
    INVALID_IMAGE(400, """
            {"detail":"Invalid request: Invalid request: {\\"detail\\":\\"Invalid image input!\\"}"}"""),
    /** The body is not a JSON object. */
    INVALID_JSON(400, detail("invalid request JSON payload: Expecting value: line 1 column 1 (char 0)")),
    /** No {@code Authorization} header. */
    AUTHENTICATION_REQUIRED(401, detail("Authentication required.")),
    /** The {@code Authorization} header is not a bearer token. */
    INVALID_AUTHORIZATION_HEADER(401, detail("Missing or invalid authorization header(s)")),
    /** No user owns the token. */
    UNKNOWN_TOKEN(401, detail("Invalid token or user not found")),
    /** The token was revoked or is malformed. */
    INVALID_TOKEN(401, detail("Invalid token.")),
    /** Quota and balance are used up. The only response whose {@code detail} is an object. */
    QUOTA_EXCEEDED(402, """
            {"detail":{"message":"Quota exceeded and account balance is $0.0",\
            "quota_reset_timestamp":"2026-01-02T00:00:00+00:00"}}"""),
    /** Quota and balance are used up, without the time of the next reset. */
    QUOTA_EXCEEDED_WITHOUT_RESET(402, """
            {"detail":{"message":"Quota exceeded and account balance is $0.0"}}"""),
    /** The balance is used up, as a plain text {@code detail}. */
    BALANCE_EXHAUSTED(402, detail("Account balance is $0.0")),
    /** The subscription's cap for some hours, or for the month, is reached. */
    SUBSCRIPTION_CAP_EXCEEDED(402, detail("Subscription usage cap exceeded")),
    /** The token's scope does not cover the resource. */
    PERMISSION_DENIED(403, detail("Token does not have permission for this resource")),
    /** The edge refuses the client. */
    EDGE_FORBIDDEN(403, html("403 Forbidden"), "text/html"),
    /** The host is not a chute. */
    NOT_FOUND(404, detail("Not Found")),
    /** The chute is gone. */
    NO_MATCHING_CHUTE(404, detail("No matching chute found!")),
    /** The chute has no such path. */
    NO_MATCHING_CORD(404, detail("No matching cord found!")),
    /** The request body exceeds the limit. */
    BODY_TOO_LARGE(413, detail("Request body is too large.")),
    /** The request body exceeds the edge's limit. */
    EDGE_BODY_TOO_LARGE(413, html("413 Request Entity Too Large"), "text/html"),
    /** Every instance is at capacity; rejected before any work. */
    CAPACITY(429, detail("Infrastructure is at maximum capacity, try again later")),
    /** The free calls of the day are used up. */
    DAILY_LIMIT(429, detail("Free models limit reached for today - try again tomorrow")),
    /** The same prompt was sent too often. */
    REPEATED_PROMPT(429, detail("Stop spamming this prompt")),
    /** The edge's rate limit. */
    EDGE_RATE_LIMITED(429, html("429 Too Many Requests"), "text/html"),
    /** Every tried instance failed. */
    TARGETS_EXHAUSTED(500, detail("exhausted all available targets to no avail")),
    /** No instance can take the request. */
    NO_INFRASTRUCTURE(500, detail("No infrastructure available to serve request")),
    /** The chute failed; plain text. */
    INTERNAL_SERVER_ERROR(500, "Internal Server Error", "text/plain; charset=utf-8"),
    /** The edge lost its upstream. */
    BAD_GATEWAY(502, html("502 Bad Gateway"), "text/html"),
    /** No instance is running; the call triggers a start. */
    COLD_START(503, detail("No instances available (yet) for chute_id='6f4b1d7e-8a52-5c3f-9d0e-2b7c1a4e8f63'")),
    /** The chute is switched off. */
    CHUTE_DISABLED(503, detail("This chute is currently disabled.")),
    /** The edge gave up after 600 s. */
    GATEWAY_TIMEOUT(504, html("504 Gateway Time-out"), "text/html");

    private final int status;
    private final String body;
    private final String contentType;

    PlatformError(int status, String body) {
        this(status, body, "application/json");
    }

    PlatformError(int status, String body, String contentType) {
        this.status = status;
        this.body = body;
        this.contentType = contentType;
    }

    /** {@return the HTTP status, from 400 to 504} */
    public int status() {
        return status;
    }

    /** {@return the exact body: JSON, HTML or plain text} */
    public String body() {
        return body;
    }

    /**
     * Return the value of the {@code Content-Type} header.
     *
     * @return the media type
     */
    public String contentType() {
        return contentType;
    }

    /**
     * Return a reply with this status and body.
     *
     * @return the reply, with a {@code Content-Length} as the platform sends it
     */
    public Reply reply() {
        return Reply.of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String detail(String text) {
        return "{\"detail\":\"" + text + "\"}";
    }

    private static String html(String title) {
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    }
}

package io.github.reactorchutes.test;

import java.nio.charset.StandardCharsets;

/**
 * Every known error response of the platform, with its exact body.
 *
 * <p>As on the platform, none carries an invocation id or a rate-limit header, and only {@link #EXTERNAL_CAPACITY} a
 * {@code Retry-After}.
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
    /** Quota and balance are used up; {@code detail} is an object. */
    QUOTA_EXCEEDED(402, """
            {"detail":{"message":"Quota exceeded and account balance is $0.0",\
            "quota_reset_timestamp":"2026-01-02T00:00:00+00:00"}}"""),
    /** Quota and balance are used up, without the time of the next reset. */
    QUOTA_EXCEEDED_WITHOUT_RESET(402, """
            {"detail":{"message":"Quota exceeded and account balance is $0.0"}}"""),
    /** The balance is used up, as a plain text {@code detail}. */
    BALANCE_EXHAUSTED(402, detail("Account balance is $0.0")),
    /** The account pays once and has no balance, which chutes in a trusted execution environment require. */
    BALANCE_REQUIRED_FOR_TEE(402, detail("TEE models require an active subscription or positive balance.")),
    /** The account has a small subscription and no balance, which premium chutes require. */
    BALANCE_REQUIRED_FOR_TIER(402, detail("This model requires a higher subscription tier or positive balance.")),
    /** The creator of a private chute cannot pay for it. The platform forgets to replace the placeholder. */
    CREATOR_WITHOUT_BALANCE(
            402, detail("Chute unavailable because the creator of this chute {chute.user_id=} has zero balance.")),
    /** The subscription's cap for four hours, or for the month, is reached. */
    SUBSCRIPTION_CAP_EXCEEDED(402, detail("Subscription usage cap exceeded. Please add balance to continue.")),
    /** The token's scope does not cover the resource. */
    PERMISSION_DENIED(403, detail("Token does not have permission for this resource")),
    /** The edge refuses the client. */
    EDGE_FORBIDDEN(403, html("403 Forbidden"), "text/html"),
    /** The host is not a chute. */
    NOT_FOUND(404, detail("Not Found")),
    /** The catalogue has no such chute. */
    CHUTE_NOT_FOUND(404, detail("Chute not found, or does not belong to you")),
    /** The chute is gone. */
    NO_MATCHING_CHUTE(404, detail("No matching chute found!")),
    /** The chute has no such path. */
    NO_MATCHING_CORD(404, detail("No matching cord found!")),
    /** The edge did not receive the request completely in time. */
    REQUEST_TIMEOUT(408, html("408 Request Time-out"), "text/html"),
    /** An instance, which had the request, gave up; the platform passes its error on. */
    INSTANCE_TIMEOUT(408, instance("request timed out", "Timeout", 408)),
    /** The request body exceeds the limit. */
    BODY_TOO_LARGE(413, detail("Request body is too large.")),
    /** The request body exceeds the edge's limit. */
    EDGE_BODY_TOO_LARGE(413, html("413 Request Entity Too Large"), "text/html"),
    /** The connection belongs to another host. */
    MISDIRECTED_REQUEST(421, html("421 Misdirected Request"), "text/html"),
    /** The edge does not process a request that came too early in a TLS session. */
    TOO_EARLY(425, html("425 Too Early"), "text/html"),
    /** The request demands a trusted execution environment, which the chute does not have. */
    TEE_NOT_ENABLED(
            426,
            detail("This chute does not have TEE enabled. Please remove the X-TEE-Only header, or use a TEE-enabled"
                    + " chute.")),
    /** Every instance is at capacity; rejected before any work. */
    CAPACITY(429, detail("Infrastructure is at maximum capacity, try again later")),
    /** An asynchronous chute is at capacity. The only error with a {@code Retry-After}, of 30 seconds. */
    EXTERNAL_CAPACITY(429, detail("capacity is temporarily unavailable")),
    /** The free calls of the day are used up. */
    DAILY_LIMIT(
            429,
            detail("Free models limit reached for today - maintain >= $10 balance or upgrade subscription to pro to"
                    + " unlock more.")),
    /** The same prompt was sent too often. */
    REPEATED_PROMPT(429, detail("Stop spamming this prompt, please...")),
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
    /** An instance failed with a status from 500; the platform passes its error on. */
    INSTANCE_FAILED(503, instance("CUDA out of memory", "InternalServerError", 500)),
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
        Reply reply = Reply.of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
        return this == EXTERNAL_CAPACITY ? reply.withHeader("Retry-After", "30") : reply;
    }

    private static String detail(String text) {
        return "{\"detail\":\"" + text + "\"}";
    }

    private static String instance(String message, String type, int code) {
        return "{\"detail\":{\"object\":\"error\",\"message\":\"" + message + "\",\"type\":\"" + type
                + "\",\"param\":null,\"code\":" + code + "}}";
    }

    private static String html(String title) {
        return "<html>\r\n<head><title>" + title + "</title></head>\r\n<body>\r\n<center><h1>" + title
                + "</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
    }
}

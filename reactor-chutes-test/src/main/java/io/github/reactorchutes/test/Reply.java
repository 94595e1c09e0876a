package io.github.reactorchutes.test;

import io.github.reactorchutes.test.ReplyPlan.Fault;
import io.github.reactorchutes.test.ReplyPlan.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A scripted reply of the emulator, from a plain status to a fault on the wire. Immutable: each {@code with...} and
 * fault method returns a new reply.
 *
 * <p>{@link PlatformError} has the known error responses of the platform.
 *
 * @since 0.1.0
 */
public final class Reply {

    private static final String MP4 = "video/mp4";
    private static final String JSON = "application/json";

    private static final DateTimeFormatter QUOTA_RESET = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx");

    final ReplyPlan plan;

    private Reply(ReplyPlan plan) {
        this.plan = plan;
    }

    /**
     * Answer 200 with the requested clip, without checking token and fields. The body is chunked, as on the platform,
     * and is sent after the emulator's generation time.
     *
     * @return the reply
     */
    public static Reply video() {
        return video(ReplyBody.EMPTY).with(plan -> plan.body = null);
    }

    /**
     * Answer 200 {@code video/mp4} with these bytes, chunked and without delay.
     *
     * @param body any bytes
     * @return the reply
     */
    public static Reply video(byte[] body) {
        return video(ReplyBody.of(body.clone()));
    }

    /**
     * Answer 200 {@code video/mp4} with a body of this size and consistent MP4 boxes, chunked and without delay. At
     * most a few kilobytes of it are in memory at a time. It has no {@code moov} box, so a verifying client rejects it
     * at its end; use {@link #playableVideoOfSize}, {@link #video(byte[])} or {@link #video()} for a playable one.
     *
     * @param bytes at least 40
     * @return the reply
     */
    public static Reply videoOfSize(long bytes) {
        return video(new FillerVideo(bytes));
    }

    /**
     * Respond 200 {@code video/mp4} with a playable video of this size, which a verifying client accepts: a small clip, then
     * a {@code free} box that fills the rest. At most some ten kilobytes of it are in memory at a time.
     *
     * @param bytes at least 1,000,000
     * @return the reply
     */
    public static Reply playableVideoOfSize(long bytes) {
        return video(new PaddedVideo(bytes));
    }

    /**
     * Answer with a status and no body.
     *
     * @param status 200 to 599
     * @return the reply
     */
    public static Reply of(int status) {
        ReplyPlan plan = new ReplyPlan();
        plan.status = status;
        return new Reply(plan);
    }

    /**
     * Answer with a status and a body of known length.
     *
     * @param status 200 to 599
     * @param contentType the media type
     * @param body the bytes
     * @return the reply
     */
    public static Reply of(int status, String contentType, byte[] body) {
        return of(status).withBody(contentType, body);
    }

    /**
     * Answer with a status and a JSON body.
     *
     * @param status 200 to 599
     * @param body the text
     * @return the reply
     */
    public static Reply json(int status, String body) {
        return of(status, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answer with a status and an HTML page.
     *
     * @param status 200 to 599
     * @param body the text
     * @return the reply
     */
    public static Reply html(int status, String body) {
        return of(status, "text/html", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answer 503 because no instance is running.
     *
     * @return the reply
     */
    public static Reply coldStart() {
        return PlatformError.COLD_START.reply();
    }

    /**
     * Answer 503 a number of times, so that the next call finds the chute running.
     *
     * @param times how many calls are refused
     * @return the replies
     */
    public static Reply[] coldStart(int times) {
        return Stream.generate(Reply::coldStart).limit(times).toArray(Reply[]::new);
    }

    /**
     * Answers 429 because every instance is at capacity.
     *
     * @return the reply
     */
    public static Reply capacity() {
        return PlatformError.CAPACITY.reply();
    }

    /**
     * Respond 402 because quota and balance are used up until a chosen time. {@link PlatformError#QUOTA_EXCEEDED} names a
     * time in the past.
     *
     * @param reset when the quota is reset
     * @return the reply
     */
    public static Reply quotaExceeded(Instant reset) {
        String time =
                reset.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC).format(QUOTA_RESET);
        return json(402, """
                {"detail":{"message":"Quota exceeded and account balance is $0.0",\
                "quota_reset_timestamp":"%s"}}""".formatted(time));
    }

    /**
     * Answer 504 with the edge's HTML page.
     *
     * @return the reply
     */
    public static Reply gatewayTimeout() {
        return PlatformError.GATEWAY_TIMEOUT.reply();
    }

    /**
     * Answer 202 with a JSON body, the announced asynchronous mode.
     *
     * @return the reply
     */
    public static Reply accepted() {
        return json(202, "{\"status\":\"accepted\"}");
    }

    /**
     * Answer 204.
     *
     * @return the reply
     */
    public static Reply noContent() {
        return of(204);
    }

    /**
     * Answer 307 with a {@code Location}.
     *
     * @param location the target
     * @return the reply
     */
    public static Reply redirect(String location) {
        return of(307).withHeader("Location", location);
    }

    /**
     * Read the request and never reply; keep the connection open.
     *
     * @return the reply
     */
    public static Reply silent() {
        return of(200).fault(Fault.STALL, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Read the request, then close the connection (FIN) without sending a byte.
     *
     * @return the reply
     */
    public static Reply closed() {
        return of(200).fault(Fault.CUT, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Read the request, then reset the connection (RST) without sending a byte.
     *
     * @return the reply
     */
    public static Reply reset() {
        return of(200).fault(Fault.RESET, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Send these bytes instead of head and body, then close the connection (FIN), unless a fault method changes the
     * end.
     *
     * @param bytes anything, well-formed or not
     * @return the reply
     */
    public static Reply raw(byte[] bytes) {
        return of(200).with(plan -> {
            plan.body = ReplyBody.of(bytes.clone());
            plan.framing = Framing.RAW;
        });
    }

    /**
     * Replace the status.
     *
     * @param status 200 to 599
     * @return the new reply
     */
    public Reply withStatus(int status) {
        return with(plan -> plan.status = status);
    }

    /**
     * Add a header.
     *
     * @param name its name
     * @param value its value
     * @return the new reply
     */
    public Reply withHeader(String name, String value) {
        return with(plan -> plan.headers = Stream.concat(plan.headers.stream(), Stream.of(Map.entry(name, value)))
                .toList());
    }

    /**
     * Replace media type and body.
     *
     * @param contentType the media type
     * @param body the bytes
     * @return the new reply
     */
    public Reply withBody(String contentType, byte[] body) {
        ReplyBody bytes = ReplyBody.of(body.clone());
        return withoutHeader("Content-Type")
                .withHeader("Content-Type", contentType)
                .with(plan -> plan.body = bytes);
    }

    /**
     * Wait between the end of the request and the first byte of the reply, including interim responses.
     *
     * @param delay the wait
     * @return the new reply
     */
    public Reply withDelay(Duration delay) {
        return with(plan -> plan.delay = delay);
    }

    /**
     * Send interim responses before the head, in the same segment where the network allows it.
     *
     * @param statuses 100 to 199
     * @return the new reply
     */
    public Reply withInterim(int... statuses) {
        return withInterim(Duration.ZERO, statuses);
    }

    /**
     * Send interim responses before the head, with a pause after each.
     *
     * @param gap the pause
     * @param statuses 100 to 199
     * @return the new reply
     */
    public Reply withInterim(Duration gap, int... statuses) {
        List<Integer> interim = Arrays.stream(statuses).boxed().toList();
        return with(plan -> {
            plan.interim = interim;
            plan.interimGap = gap;
        });
    }

    /**
     * Send the body in chunks, without a length.
     *
     * @return the new reply
     */
    public Reply chunked() {
        return with(plan -> plan.framing = Framing.CHUNKED);
    }

    /**
     * Send the whole body as one chunk.
     *
     * @return the new reply
     */
    public Reply inOneChunk() {
        return with(plan -> plan.framing = Framing.ONE_CHUNK);
    }

    /**
     * Declare the body's length.
     *
     * @return the new reply
     */
    public Reply withContentLength() {
        return withContentLength(-1);
    }

    /**
     * Declare any length, right or wrong: one less than the body leaves stray bytes after it.
     *
     * @param declared the value of {@code Content-Length}; negative for the actual length
     * @return the new reply
     */
    public Reply withContentLength(long declared) {
        return with(plan -> {
            plan.framing = Framing.CONTENT_LENGTH;
            plan.declaredLength = declared;
        });
    }

    /**
     * Send the body without a length or chunks and end it by closing the connection (FIN).
     *
     * @return the new reply
     */
    public Reply closeDelimited() {
        return with(plan -> plan.framing = Framing.CLOSE_DELIMITED);
    }

    /**
     * Send the body a few bytes at a time.
     *
     * @param bytes the bytes of each write
     * @param interval the pause between two writes
     * @return the new reply
     */
    public Reply drip(int bytes, Duration interval) {
        return with(plan -> {
            plan.pieceBytes = bytes;
            plan.pieceInterval = interval;
        });
    }

    /**
     * Send the head and the first bytes of the body, then nothing; keep the connection open.
     *
     * @param bodyBytes the number of bytes to send
     * @return the new reply
     */
    public Reply stallAfter(long bodyBytes) {
        return fault(Fault.STALL, bodyBytes);
    }

    /**
     * Send the head and the first bytes of the body, then close the connection (FIN) without the last chunk.
     *
     * @param bodyBytes the number of bytes to send
     * @return the new reply
     */
    public Reply cutAfter(long bodyBytes) {
        return fault(Fault.CUT, bodyBytes);
    }

    /**
     * Send the head and the first bytes of the body, then reset the connection (RST).
     *
     * @param bodyBytes the number of bytes to send
     * @return the new reply
     */
    public Reply resetAfter(long bodyBytes) {
        return fault(Fault.RESET, bodyBytes);
    }

    /**
     * Reply as soon as the request's head has arrived, then close the sending side and discard the upload.
     *
     * @return the new reply
     */
    public Reply beforeUpload() {
        return with(plan -> plan.beforeUpload = true);
    }

    /**
     * Send the whole reply as if the connection stayed open, then close it (FIN).
     *
     * @return the new reply
     */
    public Reply thenClose() {
        return with(plan -> plan.thenClose = true);
    }

    /** Answer 200 with server-sent events that are written live. */
    static Reply events(Step live) {
        return of(200).withHeader("Content-Type", "text/event-stream; charset=utf-8")
                .chunked()
                .with(plan -> plan.live = live);
    }

    Reply withoutHeader(String name) {
        return with(plan -> plan.headers = plan.headers.stream()
                .filter(header -> !header.getKey().equalsIgnoreCase(name))
                .toList());
    }

    Reply with(Consumer<ReplyPlan> change) {
        ReplyPlan copy = plan.copy();
        change.accept(copy);
        return new Reply(copy);
    }

    private Reply fault(Fault fault, long afterBytes) {
        return with(plan -> {
            plan.fault = fault;
            plan.faultAfter = afterBytes;
        });
    }

    private static Reply video(ReplyBody body) {
        return of(200).withHeader("Content-Type", MP4).chunked().with(plan -> {
            plan.body = body;
            plan.successHeaders = true;
        });
    }

    @Override
    public String toString() {
        return "Reply[status=" + plan.status + ", framing=" + plan.framing + ", fault=" + plan.fault + "]";
    }
}

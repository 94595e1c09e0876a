package io.github.reactorchutes.test;

import io.github.reactorchutes.test.ReplyPlan.Fault;
import io.github.reactorchutes.test.ReplyPlan.Framing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One scripted answer of the emulator, from a plain status to a fault on the wire. Immutable: each {@code with...} and
 * fault method returns a new reply.
 *
 * <p>The known error answers of the platform are in {@link PlatformError}.
 *
 * @since 0.1.0
 */
public final class Reply {

    private static final String MP4 = "video/mp4";
    private static final String JSON = "application/json";

    final ReplyPlan plan;

    private Reply(ReplyPlan plan) {
        this.plan = plan;
    }

    /**
     * Answers 200 with the clip that the request asks for, whatever its token and fields; chunked, as the platform
     * does, and after the emulator's time to first byte.
     *
     * @return the reply
     */
    public static Reply video() {
        return video(ReplyBody.EMPTY).with(plan -> plan.body = null);
    }

    /**
     * Answers 200 {@code video/mp4} with these bytes, chunked and at once.
     *
     * @param body any bytes
     * @return the reply
     */
    public static Reply video(byte[] body) {
        return video(ReplyBody.of(body.clone()));
    }

    /**
     * Answers 200 {@code video/mp4} with a body of this size whose MP4 boxes add up, chunked and at once. No more than
     * a few kilobytes of it are in memory at a time. It has no {@code moov} box, so a client that verifies what it
     * receives refuses it at its end; use {@link #video(byte[])} or {@link #video()} for one that plays.
     *
     * @param bytes at least 40
     * @return the reply
     */
    public static Reply videoOfSize(long bytes) {
        return video(new FillerVideo(bytes));
    }

    /**
     * Answers with a status and no body.
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
     * Answers with a status and a body of known length.
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
     * Answers with a status and a JSON body.
     *
     * @param status 200 to 599
     * @param body the text
     * @return the reply
     */
    public static Reply json(int status, String body) {
        return of(status, JSON, body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers with a status and an HTML page.
     *
     * @param status 200 to 599
     * @param body the text
     * @return the reply
     */
    public static Reply html(int status, String body) {
        return of(status, "text/html", body.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Answers 503 as long as no instance is up.
     *
     * @return the reply
     */
    public static Reply coldStart() {
        return PlatformError.COLD_START.reply();
    }

    /**
     * Answers 503 a number of times, so that the call after them finds the chute up.
     *
     * @param times how many calls are refused
     * @return the replies
     */
    public static Reply[] coldStart(int times) {
        return Stream.generate(Reply::coldStart).limit(times).toArray(Reply[]::new);
    }

    /**
     * Answers 429 because every instance is busy.
     *
     * @return the reply
     */
    public static Reply capacity() {
        return PlatformError.CAPACITY.reply();
    }

    /**
     * Answers 504 with the edge's HTML page.
     *
     * @return the reply
     */
    public static Reply gatewayTimeout() {
        return PlatformError.GATEWAY_TIMEOUT.reply();
    }

    /**
     * Answers 202 with a JSON body, the announced asynchronous mode.
     *
     * @return the reply
     */
    public static Reply accepted() {
        return json(202, "{\"status\":\"accepted\"}");
    }

    /**
     * Answers 204.
     *
     * @return the reply
     */
    public static Reply noContent() {
        return of(204);
    }

    /**
     * Answers 307 with a {@code Location}.
     *
     * @param location where to
     * @return the reply
     */
    public static Reply redirect(String location) {
        return of(307).withHeader("Location", location);
    }

    /**
     * Reads the request and never answers; the connection stays open.
     *
     * @return the reply
     */
    public static Reply silent() {
        return of(200).fault(Fault.STALL, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Reads the request, then closes the connection (FIN) without a byte.
     *
     * @return the reply
     */
    public static Reply closed() {
        return of(200).fault(Fault.CUT, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Reads the request, then resets the connection (RST) without a byte.
     *
     * @return the reply
     */
    public static Reply reset() {
        return of(200).fault(Fault.RESET, ReplyPlan.BEFORE_HEAD);
    }

    /**
     * Sends these bytes in place of head and body, then closes the connection (FIN), unless a fault method says
     * otherwise.
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
     * Replaces the status.
     *
     * @param status 200 to 599
     * @return the new reply
     */
    public Reply withStatus(int status) {
        return with(plan -> plan.status = status);
    }

    /**
     * Adds a header.
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
     * Replaces media type and body.
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
     * Waits after the request was read and before the first byte of the reply, interim responses included.
     *
     * @param delay how long
     * @return the new reply
     */
    public Reply withDelay(Duration delay) {
        return with(plan -> plan.delay = delay);
    }

    /**
     * Sends interim responses before the head, in the same segment where the network allows it.
     *
     * @param statuses 100 to 199
     * @return the new reply
     */
    public Reply withInterim(int... statuses) {
        return withInterim(Duration.ZERO, statuses);
    }

    /**
     * Sends interim responses before the head, with a pause after each.
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
     * Sends the body in chunks, without a length.
     *
     * @return the new reply
     */
    public Reply chunked() {
        return with(plan -> plan.framing = Framing.CHUNKED);
    }

    /**
     * Sends the whole body as one chunk.
     *
     * @return the new reply
     */
    public Reply inOneChunk() {
        return with(plan -> plan.framing = Framing.ONE_CHUNK);
    }

    /**
     * Declares the body's length.
     *
     * @return the new reply
     */
    public Reply withContentLength() {
        return withContentLength(-1);
    }

    /**
     * Declares a length that need not be true: less than the body leaves stray bytes behind it.
     *
     * @param declared the value of {@code Content-Length}; negative for the body's own
     * @return the new reply
     */
    public Reply withContentLength(long declared) {
        return with(plan -> {
            plan.framing = Framing.CONTENT_LENGTH;
            plan.declaredLength = declared;
        });
    }

    /**
     * Sends the body without a length or chunks and ends it by closing the connection (FIN).
     *
     * @return the new reply
     */
    public Reply closeDelimited() {
        return with(plan -> plan.framing = Framing.CLOSE_DELIMITED);
    }

    /**
     * Sends the body a few bytes at a time.
     *
     * @param bytes a time
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
     * Sends the head and the first bytes of the body, then nothing; the connection stays open.
     *
     * @param bodyBytes how many are sent
     * @return the new reply
     */
    public Reply stallAfter(long bodyBytes) {
        return fault(Fault.STALL, bodyBytes);
    }

    /**
     * Sends the head and the first bytes of the body, then closes the connection (FIN) without the last chunk.
     *
     * @param bodyBytes how many are sent
     * @return the new reply
     */
    public Reply cutAfter(long bodyBytes) {
        return fault(Fault.CUT, bodyBytes);
    }

    /**
     * Sends the head and the first bytes of the body, then resets the connection (RST).
     *
     * @param bodyBytes how many are sent
     * @return the new reply
     */
    public Reply resetAfter(long bodyBytes) {
        return fault(Fault.RESET, bodyBytes);
    }

    /**
     * Answers as soon as the request's head is there, then closes the sending side and discards the upload.
     *
     * @return the new reply
     */
    public Reply beforeUpload() {
        return with(plan -> plan.beforeUpload = true);
    }

    /**
     * Sends the whole reply as if the connection stayed open, then closes it (FIN).
     *
     * @return the new reply
     */
    public Reply thenClose() {
        return with(plan -> plan.thenClose = true);
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

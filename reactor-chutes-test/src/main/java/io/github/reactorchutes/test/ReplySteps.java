package io.github.reactorchutes.test;

import io.github.reactorchutes.test.ReplyPlan.Fault;
import io.github.reactorchutes.test.ReplyPlan.Framing;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Converts a reply into steps on the wire. */
final class ReplySteps {

    private final ReplyPlan plan;
    private final ReplyBody body;
    private final boolean closes;
    private final List<Step> steps = new ArrayList<>();

    private ReplySteps(ReplyPlan plan, ReplyBody body, boolean keepAlive) {
        this.plan = plan;
        this.body = body;
        this.closes = !keepAlive || plan.beforeUpload || plan.framing == Framing.CLOSE_DELIMITED;
    }

    static List<Step> of(ReplyPlan plan, ReplyBody body, boolean keepAlive) {
        ReplySteps steps = new ReplySteps(plan, body, keepAlive);
        steps.compose();
        return steps.steps;
    }

    private void compose() {
        if (!plan.delay.isZero()) {
            steps.add(Step.pause(plan.delay));
        }
        plan.interim.forEach(this::interim);
        if (plan.fault == Fault.NONE || plan.faultAfter >= 0) {
            head();
            body();
        }
        steps.add(Step.ending(ending()));
    }

    private void interim(int status) {
        steps.add(Step.bytes(ascii(statusLine(status) + "\r\n")));
        if (!plan.interimGap.isZero()) {
            steps.add(Step.pause(plan.interimGap));
        }
    }

    private void head() {
        if (plan.framing == Framing.RAW) {
            return;
        }
        StringBuilder head = new StringBuilder(statusLine(plan.status));
        plan.headers.forEach(header -> line(head, header.getKey(), header.getValue()));
        switch (plan.framing) {
            case CHUNKED, ONE_CHUNK -> line(head, "Transfer-Encoding", "chunked");
            case CONTENT_LENGTH -> contentLength(head);
            default -> {}
        }
        if (closes) {
            line(head, "Connection", "close");
        }
        steps.add(Step.bytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1)));
    }

    private void contentLength(StringBuilder head) {
        if (plan.status != 204) {
            line(head, "Content-Length", Long.toString(plan.declaredLength < 0 ? body.length() : plan.declaredLength));
        }
    }

    private void body() {
        boolean whole = plan.fault == Fault.NONE;
        long limit = whole ? body.length() : Math.min(plan.faultAfter, body.length());
        boolean oneChunk = plan.framing == Framing.ONE_CHUNK && body.length() > 0;
        boolean chunked = plan.framing == Framing.CHUNKED;
        if (oneChunk) {
            steps.add(Step.bytes(ascii(Long.toHexString(body.length()) + "\r\n")));
        }
        steps.add(
                plan.live != null
                        ? plan.live
                        : new BodyStep(body, limit, chunked, plan.pieceBytes, plan.pieceInterval));
        if (whole && oneChunk) {
            steps.add(Step.bytes(ascii("\r\n")));
        }
        if (whole && (chunked || plan.framing == Framing.ONE_CHUNK)) {
            steps.add(Step.bytes(ascii("0\r\n\r\n")));
        }
    }

    private Ending ending() {
        return switch (plan.fault) {
            case STALL -> Ending.STALL;
            case RESET -> Ending.RESET;
            case CUT -> plan.beforeUpload ? Ending.LINGER : Ending.CLOSE;
            case NONE -> orderly();
        };
    }

    private Ending orderly() {
        if (plan.beforeUpload) {
            return Ending.LINGER;
        }
        return closes || plan.thenClose || plan.framing == Framing.RAW ? Ending.CLOSE : Ending.KEEP;
    }

    private static String statusLine(int status) {
        return "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + "\r\n";
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.mp4.VideoCheck;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Checks a body: HTTP decides whether it is complete, and its bytes can only add doubt. */
final class BodyVerifier {

    private final BodyRules rules;

    private final @Nullable VideoCheck check;

    private @Nullable VideoVerdict verdict;

    BodyVerifier(BodyRules rules) {
        this.rules = rules;
        this.check = rules.isChecked() ? new VideoCheck() : null;
    }

    /** Check the next bytes; return the problem, or {@code null}. */
    @Nullable
    String inspect(ByteBuf content) {
        if (check == null) {
            return null;
        }
        verdict = check.accept(content.readableBytes(), i -> content.getByte(content.readerIndex() + i));
        return objection();
    }

    /** Check the complete body; return the problem, or {@code null}. */
    @Nullable
    String finish(long bytesReceived) {
        if (bytesReceived == 0) {
            return "the body is empty";
        }
        long contentLength = rules.head().contentLength();
        if (contentLength >= 0 && bytesReceived != contentLength) {
            return "expected " + contentLength + " bytes but received " + bytesReceived;
        }
        if (rules.endAnnounced() != null && !rules.endAnnounced().getAsBoolean()) {
            return "the TLS connection closed without close_notify, and the body has no length";
        }
        verdict = check == null ? null : rules.remark(check.finish());
        return objection();
    }

    private @Nullable String objection() {
        VideoVerdict current = verdict;
        return current == null ? null : rules.objection(current);
    }

    /** Return why a whole body fails that has a fault. */
    Reason reason() {
        return verdict == null || verdict.kind() == Kind.BROKEN ? Reason.TRUNCATED : Reason.NOT_A_VIDEO;
    }

    boolean isText() {
        return verdict != null && verdict.kind() == Kind.NOT_A_VIDEO;
    }

    /** Return what the bytes showed; {@code null} before the end and without a check. */
    @Nullable
    VideoVerdict verdict() {
        return verdict;
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesBodyException.Reason;
import io.github.reactorchutes.exchange.Deadline;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import io.github.reactorchutes.request.Endpoint;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The rules for the body of one response. */
record BodyRules(
        Endpoint endpoint,
        ResponseHead head,
        @Nullable BooleanSupplier endAnnounced,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        @Nullable Deadline deadline,
        boolean verifyVideo) {

    /** Return whether a finding in the bytes fails the body. Text fails it unless another format was announced. */
    boolean refuses(Kind kind) {
        return switch (kind) {
            case BROKEN -> verifyVideo;
            case NOT_A_VIDEO -> head.isMp4() ? verifyVideo : !head.announcesVideo();
            case VERIFIED, UNVERIFIED -> false;
        };
    }

    /** Add what is unusual about the response, and whether a cut could have been noticed. */
    VideoVerdict remark(VideoVerdict verdict) {
        VideoVerdict remarked = head.remark(verdict);
        boolean maybeCut = head.isEndedByClose() && endAnnounced == null;
        return maybeCut && verdict.kind() == Kind.UNVERIFIED
                ? remarked.with("it ended with its connection, so a cut could not be noticed")
                : remarked;
    }

    /** Return whether to look at the bytes at all. */
    boolean isChecked() {
        return verifyVideo || !head.announcesVideo();
    }

    ChutesBodyException failure(Reason reason, long bytesReceived, String message, @Nullable Throwable cause) {
        return new ChutesBodyException(endpoint, reason, bytesReceived, head.invocationId(), message, cause);
    }
}

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
        ExpectedMedia media,
        @Nullable BooleanSupplier endAnnounced,
        Duration firstByteTimeout,
        Duration idleTimeout,
        Duration consumerIdleTimeout,
        @Nullable Deadline deadline,
        boolean verifyVideo) {

    /** Return why a finding in the bytes fails the body, or {@code null}. */
    @Nullable
    String objection(VideoVerdict verdict) {
        return media.objection(verdict, verifyVideo);
    }

    /** Add what is unusual about the response, and whether a cut could have been noticed. */
    VideoVerdict remark(VideoVerdict verdict) {
        VideoVerdict remarked = media.isAnnounced() ? verdict : head.remark(verdict);
        boolean maybeCut = head.isEndedByClose() && endAnnounced == null;
        return maybeCut && verdict.kind() == Kind.UNVERIFIED
                ? remarked.with("it ended with its connection, so a cut could not be noticed")
                : remarked;
    }

    /** Return whether to look at the bytes at all. */
    boolean isChecked() {
        return media.isChecked(verifyVideo);
    }

    ChutesBodyException failure(Reason reason, long bytesReceived, String message, @Nullable Throwable cause) {
        return new ChutesBodyException(endpoint, reason, bytesReceived, head.invocationId(), message, cause);
    }
}

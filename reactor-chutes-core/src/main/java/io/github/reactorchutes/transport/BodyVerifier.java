package io.github.reactorchutes.transport;

import io.github.reactorchutes.mp4.Mp4Boxes;
import io.netty.buffer.ByteBuf;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Checks that a body is complete beyond the checks of HTTP: the announced length, and the boxes of an MP4. */
final class BodyVerifier {

    private final long contentLength;

    /** Whether the peer announced the end (close_notify), if the end of a TLS connection is the end of the body. */
    private final @Nullable BooleanSupplier endAnnounced;

    private final @Nullable Mp4Boxes boxes;

    BodyVerifier(BodyRules rules) {
        this.contentLength = rules.contentLength();
        this.endAnnounced = rules.endAnnounced();
        this.boxes = rules.verifyVideo() ? new Mp4Boxes() : null;
    }

    /** Check the next bytes; return the problem, or {@code null}. */
    @Nullable
    String inspect(ByteBuf content) {
        return boxes == null
                ? null
                : boxes.accept(content.readableBytes(), i -> content.getByte(content.readerIndex() + i));
    }

    /** Check the complete body; return the problem, or {@code null}. */
    @Nullable
    String finish(long bytesReceived) {
        if (bytesReceived == 0) {
            return "the body is empty";
        }
        if (contentLength >= 0 && bytesReceived != contentLength) {
            return "expected " + contentLength + " bytes but received " + bytesReceived;
        }
        if (endAnnounced != null && !endAnnounced.getAsBoolean()) {
            return "the TLS connection closed without close_notify, and the body has no length";
        }
        return boxes == null ? null : boxes.finish();
    }
}

package io.github.reactorchutes.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of a {@link Reply}. Written only between {@link #copy()} and the end of {@link Reply#with}. */
final class ReplyPlan implements Cloneable {

    enum Framing {
        CHUNKED,
        ONE_CHUNK,
        CONTENT_LENGTH,
        CLOSE_DELIMITED,
        RAW
    }

    enum Fault {
        NONE,
        STALL,
        CUT,
        RESET
    }

    static final long BEFORE_HEAD = -1;

    int status = 200;
    List<Map.Entry<String, String>> headers = List.of();
    /** Null for the requested clip. */
    @Nullable
    ReplyBody body = ReplyBody.EMPTY;

    /** Instead of a body that is known beforehand; writes its own chunks. */
    @Nullable
    Step live;

    boolean successHeaders;
    Framing framing = Framing.CONTENT_LENGTH;
    /** Negative for the actual length. */
    long declaredLength = -1;

    Duration delay = Duration.ZERO;
    List<Integer> interim = List.of();
    Duration interimGap = Duration.ZERO;
    int pieceBytes = 16 * 1024;
    Duration pieceInterval = Duration.ZERO;
    Fault fault = Fault.NONE;
    long faultAfter;
    boolean beforeUpload;
    boolean thenClose;

    ReplyPlan copy() {
        try {
            return (ReplyPlan) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }
}

package io.github.reactorchutes.mp4;

import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Judges a streamed body: follows the boxes of an MP4, and recognises other formats and text by their first bytes. It
 * needs constant memory. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class VideoCheck {

    private final Mp4Boxes boxes = new Mp4Boxes();

    /** The first bytes, until the first box is recognised. */
    private @Nullable VideoOpening opening;

    /** Whether the body begins with something else than a box. */
    private boolean foreign;

    private @Nullable VideoVerdict early;

    private long received;

    /** Create a check positioned before the first byte. */
    public VideoCheck() {}

    /**
     * Process the next bytes.
     *
     * @param length the number of bytes
     * @param bytes returns the byte at an index from 0
     * @return {@link Kind#BROKEN} or {@link Kind#NOT_A_VIDEO} once no further byte can change that, otherwise
     *     {@code null}
     */
    public @Nullable VideoVerdict accept(int length, IntUnaryOperator bytes) {
        if (early != null) {
            return early;
        }
        received += length;
        String fault = boxes.accept(length, bytes);
        if (boxes.isMp4()) {
            early = fault == null ? null : broken(fault);
            return early;
        }
        opening = opening == null ? new VideoOpening() : opening;
        opening.accept(length, bytes);
        early = fault != null && !foreign && opening.isText() ? text() : null;
        foreign = fault != null;
        return early;
    }

    /**
     * Judge the body after its last byte.
     *
     * @return the verdict
     */
    public VideoVerdict finish() {
        if (early != null) {
            return early;
        }
        String fault = boxes.finish();
        if (fault == null) {
            return new VideoVerdict(Kind.VERIFIED, VideoFormat.MP4, boxes.remarks());
        }
        if (opening == null || boxes.isMp4()) {
            return broken(fault);
        }
        if (opening.isText()) {
            return text();
        }
        return foreign ? foreign(opening) : broken(fault);
    }

    private VideoVerdict foreign(VideoOpening begun) {
        VideoFormat format = begun.format();
        long declared = format == VideoFormat.UNKNOWN ? DeclaredSize.UNKNOWN : begun.declaredSize();
        if (declared > received) {
            return new VideoVerdict(
                    Kind.BROKEN,
                    format,
                    List.of("the " + format + " declares " + declared + " bytes but has " + received));
        }
        return new VideoVerdict(Kind.UNVERIFIED, format, List.of(unverified(format, declared)));
    }

    private static String unverified(VideoFormat format, long declared) {
        if (declared != DeclaredSize.UNKNOWN) {
            return "only the declared size of the " + format + " was verified";
        }
        String found = format == VideoFormat.UNKNOWN ? "an unknown format" : format.name();
        return "nothing in " + found + " shows whether it is complete";
    }

    private static VideoVerdict broken(String fault) {
        return new VideoVerdict(Kind.BROKEN, VideoFormat.MP4, List.of(fault));
    }

    private static VideoVerdict text() {
        return new VideoVerdict(Kind.NOT_A_VIDEO, VideoFormat.UNKNOWN, List.of("the body is text, not a video"));
    }
}

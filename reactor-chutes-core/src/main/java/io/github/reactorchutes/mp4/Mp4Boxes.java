package io.github.reactorchutes.mp4;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the top-level boxes of a streamed MP4 in constant memory. A video has a {@code moov} and an {@code mdat}, and
 * each {@code moov}, {@code moof} and {@code mdat} has its declared length; where it has an index ({@code sidx}), all
 * bytes that the index lists are present. Anything else is only worth a {@linkplain #remarks() remark}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class Mp4Boxes {

    private static final int FTYP = BoxHeader.type("ftyp");

    private static final int MOOV = BoxHeader.type("moov");

    private static final int MOOF = BoxHeader.type("moof");

    private static final int MDAT = BoxHeader.type("mdat");

    private static final int SIDX = BoxHeader.type("sidx");

    /** The boxes that an MP4 or QuickTime file, or a segment of one, begins with. */
    private static final Set<Integer> OPENING = Stream.of(
                    "ftyp styp moov moof mdat free skip wide junk pnot uuid meta udta pdin sidx ssix prft emsg mfra"
                            .split(" "))
            .map(BoxHeader::type)
            .collect(Collectors.toUnmodifiableSet());

    private final BoxHeader header = new BoxHeader();

    private @Nullable SegmentIndex index;

    private long received;

    private long boxStart;

    private long contentLeft;

    private boolean begun;

    private boolean ftypFirst;

    /** Whether all further bytes belong to a last box, or follow it. */
    private boolean toEnd;

    private boolean surplus;

    private boolean moov;

    private boolean moof;

    private boolean mdat;

    private @Nullable String fault;

    /** Create a verifier positioned before the first byte. */
    public Mp4Boxes() {}

    /**
     * Process the next bytes.
     *
     * @param length the number of bytes
     * @param bytes returns the byte at an index from 0; called only for box headers and indexes
     * @return the problem, or {@code null} if this can still become an MP4; a problem is permanent
     */
    public @Nullable String accept(int length, IntUnaryOperator bytes) {
        int position = 0;
        while (position < length && !toEnd && fault == null) {
            if (contentLeft > 0) {
                position += pass(position, (int) Math.min(contentLeft, length - position), bytes);
            } else {
                boxStart = header.isPartial() ? boxStart : received + position;
                fault = header.add((byte) bytes.applyAsInt(position++)) ? beginBox() : null;
            }
        }
        received += length;
        return fault;
    }

    /**
     * Complete the verification after the last byte.
     *
     * @return the problem, or {@code null} if this is an MP4
     */
    public @Nullable String finish() {
        if (fault != null) {
            return fault;
        }
        if (header.isPartial() || contentLeft > 0) {
            if (isPartOfVideo()) {
                return "the video ends within a box";
            }
            surplus = true;
        }
        if (!hasVideo()) {
            return "the video has no " + (moov ? "mdat" : "moov") + " box";
        }
        if (index != null && index.end() > received) {
            return "the video has " + received + " bytes, but its index (sidx) lists " + index.end();
        }
        return null;
    }

    /**
     * Return what is unusual about this MP4, after {@link #finish()}. Players ignore all of it.
     *
     * @return a phrase for each finding
     */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>(0);
        if (!ftypFirst) {
            remarks.add("the video does not begin with an ftyp box");
        }
        if (surplus) {
            remarks.add("the last " + (received - boxStart) + " bytes are not part of the video");
        }
        return remarks;
    }

    /** Return whether the first box was recognised. */
    boolean isMp4() {
        return begun;
    }

    private boolean hasVideo() {
        return moov && mdat;
    }

    /** Return whether the unfinished box matters: anything may follow a video, but not the beginning of a fragment. */
    private boolean isPartOfVideo() {
        if (!hasVideo()) {
            return true;
        }
        return header.isPartial()
                ? moof && header.mayBeginBox()
                : header.is(MDAT) || header.is(MOOV) || header.is(MOOF);
    }

    private int pass(int position, int count, IntUnaryOperator bytes) {
        contentLeft -= count;
        if (index != null && header.is(SIDX)) {
            index.accept(position, count, bytes);
        }
        return count;
    }

    private @Nullable String beginBox() {
        if (!begun && !header.isIn(OPENING)) {
            return "the body is not an MP4: it does not begin with an ftyp box or another box of an MP4";
        }
        if (hasVideo() && !header.isValid()) {
            surplus = true;
            toEnd = true;
            return null;
        }
        toEnd = header.isToEnd();
        if (!toEnd && header.contentSize() < 0) {
            return "the body is not an MP4: a box of " + header.size() + " bytes is shorter than its header";
        }
        contentLeft = toEnd ? 0 : header.contentSize();
        register();
        return null;
    }

    private void register() {
        ftypFirst |= !begun && header.is(FTYP);
        begun = true;
        moov |= header.is(MOOV);
        moof |= header.is(MOOF);
        mdat |= header.is(MDAT);
        if (header.is(SIDX)) {
            long listed = index == null ? 0 : index.end();
            index = new SegmentIndex(boxStart + header.size(), listed);
        }
    }
}

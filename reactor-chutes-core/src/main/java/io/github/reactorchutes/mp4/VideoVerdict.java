package io.github.reactorchutes.mp4;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the bytes of a body show about the video in it, apart from whether HTTP delivered all of them.
 *
 * @since 0.1.0
 */
public final class VideoVerdict {

    /** The kinds of verdict. */
    public enum Kind {
        /** An MP4 whose boxes add up. The frames in it were not decoded. */
        VERIFIED,
        /** Not an MP4, so at most a declared size shows whether the bytes are complete. */
        UNVERIFIED,
        /** An MP4 whose boxes do not add up, or a file that is shorter than it declares. */
        BROKEN,
        /** Text, such as an HTML page or JSON. */
        NOT_A_VIDEO
    }

    private final Kind kind;

    private final VideoFormat format;

    private final List<String> remarks;

    VideoVerdict(Kind kind, VideoFormat format, List<String> remarks) {
        this.kind = kind;
        this.format = format;
        this.remarks = List.copyOf(remarks);
    }

    /** {@return the kind of this verdict} */
    public Kind kind() {
        return kind;
    }

    /** {@return the recognised file format} */
    public VideoFormat format() {
        return format;
    }

    /**
     * Return the problems and the unusual findings.
     *
     * @return phrases; empty for an ordinary MP4
     */
    public List<String> remarks() {
        return remarks;
    }

    /** {@return whether this is a verified MP4 without remarks} */
    public boolean isClean() {
        return kind == Kind.VERIFIED && remarks.isEmpty();
    }

    /**
     * Add a remark.
     *
     * @param remark a phrase
     * @return the verdict with that remark
     */
    public VideoVerdict with(String remark) {
        List<String> all = new ArrayList<>(remarks);
        all.add(remark);
        return new VideoVerdict(kind, format, all);
    }

    @Override
    public String toString() {
        String findings = remarks.isEmpty() ? "" : ": " + String.join("; ", remarks);
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + format + findings;
    }
}

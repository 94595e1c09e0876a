package io.github.reactorchutes.transport;

import io.github.reactorchutes.mp4.VideoFormat;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.mp4.VideoVerdict.Kind;
import io.github.reactorchutes.request.AcceptedMedia;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the bytes behind one head must be.
 *
 * @param kinds the permitted kinds; empty if the bytes are not verified
 * @param contentType the media type of the head
 */
record ExpectedMedia(Set<AcceptedMedia.Kind> kinds, String contentType) {

    private static final Set<VideoFormat> IMAGES =
            EnumSet.of(VideoFormat.PNG, VideoFormat.JPEG, VideoFormat.WEBP, VideoFormat.GIF);

    private static final Set<VideoFormat> AUDIO = EnumSet.of(
            VideoFormat.WAV,
            VideoFormat.MP3,
            VideoFormat.FLAC,
            VideoFormat.OGG_AUDIO,
            VideoFormat.OGG,
            VideoFormat.MP4,
            VideoFormat.WEBM,
            VideoFormat.MATROSKA,
            VideoFormat.ASF);

    /** Return whether the content type names what is expected, and does not leave it to the bytes. */
    boolean isAnnounced() {
        if (kinds.isEmpty()) {
            return true;
        }
        for (AcceptedMedia.Kind kind : kinds) {
            if (kind.isNamedBy(contentType)) {
                return true;
            }
        }
        return false;
    }

    /** Return whether to look at the bytes at all. */
    boolean isChecked(boolean verify) {
        return !kinds.isEmpty() && (verify || !isAnnounced());
    }

    /** Return why a verdict fails the body, or {@code null}. */
    @Nullable
    String objection(VideoVerdict verdict, boolean verify) {
        boolean strict = verify || !isAnnounced();
        return switch (verdict.kind()) {
            case BROKEN -> verify ? String.join("; ", verdict.remarks()) : null;
            case NOT_A_VIDEO -> strict && !isOtherVideo() ? "the body is text, not " + wanted() : null;
            case VERIFIED, UNVERIFIED -> strict && isForeign(verdict.format()) ? foreign(verdict.format()) : null;
        };
    }

    /** Other formats of videos than MP4 may be text as far as their first bytes show. */
    private boolean isOtherVideo() {
        return isAnnounced() && AcceptedMedia.Kind.VIDEO.isNamedBy(contentType) && !contentType.equals("video/mp4");
    }

    /** A paid video is kept in whatever format; other media need a known signature. */
    private boolean isForeign(VideoFormat format) {
        if (kinds.contains(AcceptedMedia.Kind.VIDEO)) {
            return false;
        }
        return format == VideoFormat.UNKNOWN ? !isAnnounced() : !isOf(format);
    }

    private boolean isOf(VideoFormat format) {
        return (kinds.contains(AcceptedMedia.Kind.IMAGE) && IMAGES.contains(format))
                || (kinds.contains(AcceptedMedia.Kind.AUDIO) && AUDIO.contains(format));
    }

    private String foreign(VideoFormat format) {
        return "the body is " + (format == VideoFormat.UNKNOWN ? "in an unknown format" : format) + ", not " + wanted();
    }

    private String wanted() {
        return kinds.stream().sorted().map(Object::toString).collect(Collectors.joining(" or "));
    }

    /** Return whether a finding is worth a warning. Nothing but the signature of an image or audio is expected. */
    boolean isUnusual(VideoVerdict verdict) {
        boolean usual = verdict.kind() == Kind.UNVERIFIED && verdict.remarks().size() == 1 && isOf(verdict.format());
        return !verdict.isClean() && !usual;
    }
}

package io.github.reactorchutes.operation;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesArtifactException.Reason;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What identifies an artifact over several responses: its {@code ETag} and its size. */
final class ArtifactIdentity {

    private @Nullable String etag;

    /** -1 while unknown. */
    private long total = -1;

    ArtifactIdentity(@Nullable String etag) {
        this.etag = etag;
    }

    long total() {
        return total;
    }

    /** Return the ETag for {@code If-Range}, which must be a strong one. */
    @Nullable
    String validator() {
        return isStrong(etag) ? etag : null;
    }

    /** Take over the identity of a response from the beginning, when no byte was delivered yet. */
    void adopt(VideoResponse whole) {
        etag = header(whole, "ETag");
        total = whole.contentLength();
    }

    /**
     * Check the response to a request for the bytes from a position on.
     *
     * @param response the response
     * @param from the requested position
     * @param position how many bytes were delivered
     * @return how many bytes of the response were delivered before
     */
    long check(VideoResponse response, long from, long position) {
        String current = header(response, "ETag");
        if (etag != null && current != null && !etag.equals(current)) {
            throw failure(response, Reason.CHANGED, position, "the artifact changed: its ETag is another one");
        }
        return response.status() == 206 ? checkPart(response, from, position) : checkWhole(response, current, position);
    }

    private long checkPart(VideoResponse response, long from, long position) {
        ContentRange range = ContentRange.parse(header(response, "Content-Range"));
        if (range == null || range.first() != from) {
            throw failure(
                    response,
                    Reason.INVALID_RANGE,
                    position,
                    "the server answered with another range than the bytes from " + from + " on");
        }
        requireTotal(response, range.total(), position);
        return position - from;
    }

    /** The server does not support ranges, or the ETag has changed. Only the same ETag promises the same bytes. */
    private long checkWhole(VideoResponse response, @Nullable String current, long position) {
        if (!isStrong(etag) || current == null) {
            throw failure(
                    response,
                    Reason.INVALID_RANGE,
                    position,
                    "the server sent the whole artifact in place of its rest, without an ETag that identifies it");
        }
        requireTotal(response, response.contentLength(), position);
        return position;
    }

    private void requireTotal(VideoResponse response, long stated, long position) {
        boolean other = stated >= 0 && total >= 0 && stated != total;
        if (other || (stated >= 0 && stated < position)) {
            throw failure(
                    response,
                    Reason.CHANGED,
                    position,
                    "the artifact changed: it has " + stated + " bytes" + (total < 0 ? "" : " and had " + total));
        }
        total = stated >= 0 ? stated : total;
    }

    private static ChutesArtifactException failure(
            VideoResponse response, Reason reason, long position, String message) {
        return new ChutesArtifactException(response.endpoint(), reason, position, message, null);
    }

    private static boolean isStrong(@Nullable String etag) {
        return etag != null && etag.startsWith("\"");
    }

    static @Nullable String header(VideoResponse response, String name) {
        List<String> values = response.headers().getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}

package io.github.reactorchutes.test;

import io.github.reactorchutes.test.video.VideoClip;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A playable clip, then a {@code free} box of zeros up to the chosen size. */
final class PaddedVideo implements ReplyBody {

    private static final int MIN_BYTES = 1_000_000;
    private static final int BOX_HEADER = 16;
    private static final byte[] CLIP =
            VideoClip.builder(832, 480).small(true).build().toMp4();

    private final long length;
    private final byte[] start;

    PaddedVideo(long length) {
        if (length < MIN_BYTES) {
            throw new IllegalArgumentException("bytes must be at least " + MIN_BYTES + " but was " + length);
        }
        this.length = length;
        this.start = ByteBuffer.allocate(CLIP.length + BOX_HEADER)
                .put(CLIP)
                .putInt(1)
                .put("free".getBytes(StandardCharsets.US_ASCII))
                .putLong(length - CLIP.length)
                .array();
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void copy(long offset, int count, ByteBuf target) {
        int written = (int) Math.min(count, Math.max(0, start.length - offset));
        if (written > 0) {
            target.writeBytes(start, (int) offset, written);
        }
        target.writeZero(count - written);
    }
}

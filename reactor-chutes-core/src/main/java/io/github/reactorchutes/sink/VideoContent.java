package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.Mp4Probe;
import io.github.reactorchutes.mp4.VideoCheck;
import io.github.reactorchutes.mp4.VideoVerdict;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.buffer.DataBuffer;

/** The bytes of a video on their way to a channel, and what they show. */
final class VideoContent {

    private final MessageDigest digest = sha256();

    private final Mp4Probe probe = new Mp4Probe();

    private final VideoCheck check = new VideoCheck();

    private long bytes;

    void write(DataBuffer buffer, WritableByteChannel channel) throws IOException {
        try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
            while (pieces.hasNext()) {
                write(pieces.next(), channel);
            }
        }
    }

    void write(ByteBuffer piece, WritableByteChannel channel) throws IOException {
        digest.update(piece.duplicate());
        probe.accept(piece.duplicate());
        check.accept(piece.remaining(), i -> piece.get(piece.position() + i));
        while (piece.hasRemaining()) {
            bytes += channel.write(piece);
        }
    }

    /** Return the number of written bytes. */
    long bytes() {
        return bytes;
    }

    /** Judge the whole video, once. */
    VideoVerdict judge() {
        return check.finish();
    }

    SavedVideo savedAs(Path file, VideoVerdict verdict) {
        return new SavedVideo(file, bytes, HexFormat.of().formatHex(digest.digest()), probe.facts(), verdict);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

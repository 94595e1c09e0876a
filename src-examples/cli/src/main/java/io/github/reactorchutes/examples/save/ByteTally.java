package io.github.reactorchutes.examples.save;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.buffer.DataBuffer;

/** Counts and digests the buffers that pass by. It reads them in place: nothing is copied, retained or released. */
final class ByteTally {

    private final MessageDigest sha256 = newSha256();

    private long bytes;

    void add(DataBuffer buffer) {
        bytes += buffer.readableByteCount();
        try (DataBuffer.ByteBufferIterator parts = buffer.readableByteBuffers()) {
            parts.forEachRemaining(sha256::update);
        }
    }

    long bytes() {
        return bytes;
    }

    String sha256() {
        return HexFormat.of().formatHex(sha256.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

package io.github.reactorchutes.test;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/** An image as text inside a request body: standard base64, or anything else. Decoded block by block without a copy. */
final class SentImage {

    private static final int BLOCK = 64 * 1024;
    private static final int EXCERPT = 2048;
    private static final int FIRST = 64;

    private final String field;
    private final byte[] body;
    private final int from;
    private final int length;
    private final RecordedImage facts;

    SentImage(String field, byte[] body, int from, int length) {
        this.field = field;
        this.body = body;
        this.from = from;
        this.length = length;
        this.facts = facts();
    }

    RecordedImage recorded() {
        return facts;
    }

    /** Return a hash of the image, or of the text if it is not base64. */
    String fingerprint() {
        return facts.decoded() ? facts.sha256() : Sha256.hex(Arrays.copyOfRange(body, from, from + length));
    }

    /** Decode the whole image. */
    byte[] bytes() {
        return decode(0, length).array();
    }

    private RecordedImage facts() {
        String text = new String(body, from, Math.min(EXCERPT, length), StandardCharsets.UTF_8);
        try {
            return decoded(text);
        } catch (IllegalArgumentException e) {
            return new RecordedImage(field, text, length, 0, "", new byte[0]);
        }
    }

    private RecordedImage decoded(String text) {
        MessageDigest digest = Sha256.digest();
        int size = 0;
        for (int offset = 0; offset < length; offset += BLOCK) {
            ByteBuffer block = decode(offset, Math.min(BLOCK, length - offset));
            size += block.remaining();
            digest.update(block);
        }
        byte[] start = decode(0, Math.min(length, FIRST * 2)).array();
        byte[] first = Arrays.copyOf(start, Math.min(FIRST, start.length));
        return new RecordedImage(field, text, length, size, Sha256.hex(digest), first);
    }

    private ByteBuffer decode(int offset, int count) {
        return Base64.getDecoder().decode(ByteBuffer.wrap(body, from + offset, count));
    }
}

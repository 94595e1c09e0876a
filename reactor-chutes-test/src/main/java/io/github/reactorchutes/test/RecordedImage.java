package io.github.reactorchutes.test;

import java.util.Arrays;

/**
 * The image of a recorded request, without its bytes.
 *
 * @since 0.1.0
 */
public final class RecordedImage {

    private static final int EXCERPT = 2048;
    private static final int FIRST = 64;

    private final String text;
    private final int textLength;
    private final boolean decoded;
    private final int size;
    private final String sha256;
    private final byte[] firstBytes;

    RecordedImage(SentImage sent) {
        byte[] image = sent.bytes();
        this.text = sent.text().substring(0, Math.min(EXCERPT, sent.text().length()));
        this.textLength = sent.text().length();
        this.decoded = image != null;
        byte[] known = image == null ? new byte[0] : image;
        this.size = known.length;
        this.sha256 = Sha256.hex(known);
        this.firstBytes = Arrays.copyOf(known, Math.min(FIRST, known.length));
    }

    /**
     * Returns what was sent: a URL as a whole, base64 up to its first 2048 characters.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Returns how long the sent text was.
     *
     * @return its length in characters
     */
    public int textLength() {
        return textLength;
    }

    /**
     * Tells whether the text was standard base64.
     *
     * @return false for a URL, a {@code data:} prefix or anything else
     */
    public boolean decoded() {
        return decoded;
    }

    /**
     * Returns the size of the decoded image.
     *
     * @return its size in bytes, 0 if it could not be decoded
     */
    public int size() {
        return size;
    }

    /**
     * Returns the SHA-256 of the decoded image.
     *
     * @return lower-case hex
     */
    public String sha256() {
        return sha256;
    }

    /**
     * Returns the first bytes of the decoded image, enough to tell its format.
     *
     * @return at most 64 bytes
     */
    public byte[] firstBytes() {
        return firstBytes.clone();
    }

    @Override
    public String toString() {
        return "RecordedImage[size=" + size + ", sha256=" + sha256 + "]";
    }
}

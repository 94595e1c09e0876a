package io.github.reactorchutes.test;

/**
 * The image of a recorded request, without its bytes.
 *
 * @since 0.1.0
 */
public final class RecordedImage {

    private final String field;
    private final String text;
    private final int textLength;
    private final int size;
    private final String sha256;
    private final byte[] firstBytes;

    RecordedImage(String field, String text, int textLength, int size, String sha256, byte[] firstBytes) {
        this.field = field;
        this.text = text;
        this.textLength = textLength;
        this.size = size;
        this.sha256 = sha256;
        this.firstBytes = firstBytes;
    }

    /** {@return the name of the field that carried the image, such as {@code image_b64}} */
    public String field() {
        return field;
    }

    /** {@return the text that was sent: a complete URL, or the first 2048 characters of base64} */
    public String text() {
        return text;
    }

    /** {@return the length of the sent text in bytes} */
    public int textLength() {
        return textLength;
    }

    /**
     * Return whether the text was standard base64.
     *
     * @return {@code false} for a URL, a {@code data:} prefix or anything else
     */
    public boolean decoded() {
        return size > 0;
    }

    /**
     * Return the size of the decoded image.
     *
     * @return its size in bytes, 0 if it could not be decoded
     */
    public int size() {
        return size;
    }

    /**
     * Return the SHA-256 of the decoded image.
     *
     * @return lower-case hex, empty if it could not be decoded
     */
    public String sha256() {
        return sha256;
    }

    /** {@return the first bytes of the decoded image, enough to detect its format, at most 64} */
    public byte[] firstBytes() {
        return firstBytes.clone();
    }

    @Override
    public String toString() {
        return "RecordedImage[size=" + size + ", sha256=" + sha256 + "]";
    }
}

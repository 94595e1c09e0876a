package io.github.reactorchutes.request;

import java.net.URI;
import java.util.Base64;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;

/** An image that is text already, base64 or a URL: ASCII that needs no escaping in JSON, sent as it is. */
final class ImageText implements StoredImage, BodyPart {

    private final String text;
    private final int start;
    private final Kind kind;

    private enum Kind {
        BASE64,
        URL,
        VERBATIM
    }

    private ImageText(String text, int start, Kind kind) {
        this.text = text;
        this.start = start;
        this.kind = kind;
    }

    static ImageText base64(String image) {
        Base64Text checked = Base64Text.check(image);
        return new ImageText(checked.text(), checked.start(), Kind.BASE64);
    }

    static ImageText url(URI image) {
        require("https".equalsIgnoreCase(image.getScheme()), "be an https URL");
        require(image.getHost() != null, "be a URL with a host");
        require(image.getRawUserInfo() == null, "be a URL without user-info");
        return new ImageText(image.toASCIIString(), 0, Kind.URL);
    }

    static ImageText verbatim(String text) {
        require(!text.isEmpty(), "not be empty");
        require(
                text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\'),
                "be visible ASCII without quotes and backslashes");
        return new ImageText(text, 0, Kind.VERBATIM);
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new InvalidVideoRequestException("image", "must " + rule);
        }
    }

    boolean isUrl() {
        return kind == Kind.URL;
    }

    @Override
    public Mono<BodyPart> prepare(String field, boolean checked) {
        return Mono.fromSupplier(() -> {
            if (checked && kind == Kind.BASE64) {
                ImageSignature.require(field, head(), decodedLength());
            }
            return this;
        });
    }

    private byte[] head() {
        int quads = Math.min((text.length() - start) / 4, ImageSignature.HEAD_BYTES / 3);
        return Base64.getDecoder().decode(text.substring(start, start + 4 * quads));
    }

    private long decodedLength() {
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return length() / 4 * 3 - padding;
    }

    @Override
    public long length() {
        return (long) text.length() - start;
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public Reader open() {
        byte[] chunk = new byte[(int) Math.min(length(), MAX_CHUNK_BYTES)];
        return (position, count, target) -> read((int) position, count, chunk, target);
    }

    /** The deprecated method keeps the low byte of each char, which is all of it in ASCII, and copies nothing twice. */
    @SuppressWarnings("deprecation")
    private void read(int position, int count, byte[] chunk, DataBuffer target) {
        text.getBytes(start + position, start + position + count, chunk, 0);
        target.write(chunk, 0, count);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case BASE64 -> length() + " chars of base64";
            case URL -> "url";
            case VERBATIM -> length() + " chars of text";
        };
    }
}

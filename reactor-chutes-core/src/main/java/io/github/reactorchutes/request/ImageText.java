package io.github.reactorchutes.request;

import java.net.URI;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;

/** An image that is text already, base64 or a URL: ASCII that needs no escaping in JSON, sent as it is. */
final class ImageText implements ImageSource, BodyPart {

    private final String text;
    private final int start;
    private final boolean url;

    private ImageText(String text, int start, boolean url) {
        this.text = text;
        this.start = start;
        this.url = url;
    }

    static ImageText base64(String image) {
        Base64Text checked = Base64Text.check(image);
        return new ImageText(checked.text(), checked.start(), false);
    }

    static ImageText url(URI image) {
        require("https".equalsIgnoreCase(image.getScheme()), "be an https URL");
        require(image.getHost() != null, "be a URL with a host");
        require(image.getRawUserInfo() == null, "be a URL without user-info");
        return new ImageText(image.toASCIIString(), 0, true);
    }

    private static void require(boolean condition, String rule) {
        if (!condition) {
            throw new InvalidVideoRequestException("image", "must " + rule);
        }
    }

    boolean isUrl() {
        return url;
    }

    @Override
    public Mono<BodyPart> prepare(String field) {
        return Mono.just(this);
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
        return url ? "url" : length() + " chars of base64";
    }
}

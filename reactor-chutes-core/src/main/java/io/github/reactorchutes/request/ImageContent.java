package io.github.reactorchutes.request;

import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * The source of an image, for code that distinguishes images by kind, such as a filter that names a job after its file.
 * Only the factories of {@link Image} create it. Its {@code toString} shows no content.
 *
 * @since 0.1.0
 */
public sealed interface ImageContent {

    /**
     * A file.
     *
     * @param path its path; not accessed yet
     * @since 0.1.0
     */
    record File(Path path) implements ImageContent {

        static File of(Path path) {
            return new File(Objects.requireNonNull(path, "file"));
        }

        @Override
        public String toString() {
            return "file";
        }
    }

    /**
     * Bytes in memory.
     *
     * @param buffer a read-only view of them
     * @since 0.1.0
     */
    record Bytes(ByteBuffer buffer) implements ImageContent {

        static Bytes of(ByteBuffer image) {
            require(image.hasRemaining(), "must not be empty");
            return new Bytes(image.slice().asReadOnlyBuffer());
        }

        /** {@return a new, read-only view of the bytes} */
        @Override
        public ByteBuffer buffer() {
            return buffer.duplicate();
        }

        @Override
        public String toString() {
            return buffer.capacity() + " bytes";
        }
    }

    /**
     * Streams of equal content.
     *
     * @param opener opens a new stream each time it is called; may block
     * @param size the number of bytes of each stream
     * @since 0.1.0
     */
    record Stream(Callable<? extends InputStream> opener, long size) implements ImageContent {

        static Stream of(Callable<? extends InputStream> opener, long size) {
            requireSize(size);
            return new Stream(Objects.requireNonNull(opener, "opener"), size);
        }

        @Override
        public String toString() {
            return "stream of " + size + " bytes";
        }
    }

    /**
     * Standard base64 text without white space.
     *
     * @param text the text, which may follow the prefix of a data URL
     * @param start the index at which the base64 begins
     * @since 0.1.0
     */
    record Base64(String text, int start) implements ImageContent {

        static Base64 of(String image) {
            Base64Text checked = Base64Text.check(image);
            return new Base64(checked.text(), checked.start());
        }

        @Override
        public String toString() {
            return text.length() - start + " chars of base64";
        }
    }

    /**
     * A URL that the platform fetches.
     *
     * @param text the URL in ASCII
     * @since 0.1.0
     */
    record Url(String text) implements ImageContent {

        static Url of(URI image) {
            require("https".equalsIgnoreCase(image.getScheme()), "must be an https URL");
            require(image.getHost() != null, "must be a URL with a host");
            require(image.getRawUserInfo() == null, "must be a URL without user-info");
            return new Url(image.toASCIIString());
        }

        @Override
        public String toString() {
            return "url";
        }
    }

    /**
     * Text that is sent unchanged.
     *
     * @param text visible ASCII that needs no escapes in JSON
     * @since 0.1.0
     */
    record Verbatim(String text) implements ImageContent {

        static Verbatim of(String text) {
            require(!text.isEmpty(), "must not be empty");
            require(
                    text.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '"' && c != '\\'),
                    "must be visible ASCII without quotes and backslashes");
            return new Verbatim(text);
        }

        @Override
        public String toString() {
            return text.length() + " chars of text";
        }
    }

    /**
     * Bytes that can only be read once.
     *
     * @since 0.1.0
     */
    final class Once implements ImageContent {

        private final OnceBytes bytes;

        private final long size;

        private final String kind;

        private Once(OnceBytes bytes, long size, String kind) {
            requireSize(size);
            this.bytes = bytes;
            this.size = size;
            this.kind = kind;
        }

        static Once of(Publisher<DataBuffer> source, long size) {
            return new Once(new OnceBytes(Flux.from(Objects.requireNonNull(source, "source"))), size, "publisher");
        }

        static Once of(DataBuffer buffer) {
            return new Once(OnceBytes.of(buffer), buffer.readableByteCount(), "buffer");
        }

        /**
         * Return the bytes. The first subscriber receives and releases them. Any other subscriber, or one after
         * {@link Image#release()}, receives an {@link IllegalStateException}.
         *
         * @return the bytes, for one subscriber
         */
        public Flux<DataBuffer> bytes() {
            return bytes;
        }

        /** {@return the announced number of bytes} */
        public long size() {
            return size;
        }

        /** {@return whether the bytes were subscribed to or released} */
        public boolean isUsed() {
            return bytes.isUsed();
        }

        void release() {
            bytes.release();
        }

        @Override
        public String toString() {
            return kind + " of " + size + " bytes";
        }
    }

    private static void requireSize(long size) {
        require(size > 0, "must not be empty but has a size of " + size);
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new InvalidVideoRequestException("image", problem);
        }
    }
}

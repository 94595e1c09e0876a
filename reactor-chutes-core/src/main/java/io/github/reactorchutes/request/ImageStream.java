package io.github.reactorchutes.request;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An image of known size from streams that a caller opens, one for each pass. */
final class ImageStream implements StoredImage, BodyPart {

    private final Callable<? extends InputStream> opener;
    private final long size;

    ImageStream(Callable<? extends InputStream> opener, long size) {
        if (size < 1) {
            throw new InvalidVideoRequestException("image", "must not be empty but has a size of " + size);
        }
        this.opener = Objects.requireNonNull(opener, "opener");
        this.size = size;
    }

    @Override
    public Mono<BodyPart> prepare(String field, boolean checked) {
        return checked
                ? Mono.<BodyPart>fromCallable(() -> check(field)).subscribeOn(Schedulers.boundedElastic())
                : Mono.just(this);
    }

    private ImageStream check(String field) {
        try (InputStream stream = stream()) {
            ImageSignature.require(field, stream.readNBytes(ImageSignature.HEAD_BYTES), size);
            return this;
        } catch (IOException e) {
            throw new InvalidVideoRequestException(field, "cannot be opened", e);
        }
    }

    private InputStream stream() throws IOException {
        try {
            return Objects.requireNonNull(opener.call(), "no stream was supplied");
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the image's stream could not be opened", e);
        }
    }

    @Override
    public long length() {
        return Base64Block.encodedLength(size);
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public Reader open() throws IOException {
        return new ImageReader(new StreamSource(stream()), size);
    }

    @Override
    public String toString() {
        return "stream of " + size + " bytes";
    }

    private final class StreamSource implements ImageReader.Source {

        private final InputStream stream;

        StreamSource(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public void fill(byte[] block, int length, long start) throws IOException {
            int found = stream.readNBytes(block, 0, length);
            if (found < length) {
                throw new IOException("the image ended after " + (start + found) + " bytes, not " + size);
            }
            if (start + length == size && stream.read() >= 0) {
                throw new IOException("the image has more than the " + size + " bytes it was said to have");
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}

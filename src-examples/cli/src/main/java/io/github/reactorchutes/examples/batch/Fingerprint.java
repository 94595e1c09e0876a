package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageContent;
import io.github.reactorchutes.request.VideoRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A digest of everything that a request sends, including the bytes of its image. */
public final class Fingerprint {

    private static final DataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private static final int BUFFER_BYTES = 64 * 1024;

    private Fingerprint() {}

    /**
     * Return the digest as hexadecimal digits; reads an image file to its end.
     *
     * @param request the request
     */
    public static Mono<String> of(VideoRequest request) {
        return Flux.fromIterable(request.fields().entrySet())
                .concatMap(field -> Flux.concat(json(field.getKey()), bytes(field.getValue())))
                .collect(Fingerprint::sha256, Fingerprint::update)
                .map(digest -> HexFormat.of().formatHex(digest.digest()));
    }

    private static Flux<DataBuffer> bytes(Object value) {
        return value instanceof Image image ? bytes(image.content()) : json(value);
    }

    private static Flux<DataBuffer> bytes(ImageContent image) {
        if (image instanceof ImageContent.File file) {
            return DataBufferUtils.read(file.path(), BUFFERS, BUFFER_BYTES);
        }
        return image instanceof ImageContent.Base64 base64
                ? text(base64.text().substring(base64.start()))
                : text(((ImageContent.Url) image).text());
    }

    private static Flux<DataBuffer> json(Object value) {
        return text(Json.MAPPER.writeValueAsString(value));
    }

    private static Flux<DataBuffer> text(String text) {
        return Flux.just(BUFFERS.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void update(MessageDigest digest, DataBuffer buffer) {
        try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
            pieces.forEachRemaining(digest::update);
        } finally {
            DataBufferUtils.release(buffer);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

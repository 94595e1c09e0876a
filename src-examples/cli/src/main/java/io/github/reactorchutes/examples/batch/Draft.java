package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.VideoRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Mono;

/**
 * A line whose image was not checked yet.
 *
 * @param line its line number in the prompt file
 * @param valid whether no problem was found so far
 * @param id its id, if any
 * @param request the request
 */
record Draft(long line, boolean valid, @Nullable String id, VideoRequest request) {

    private static final int DIGITS_BESIDE_ID = 8;

    private static final int DIGITS = 16;

    /** Read the whole body, which validates the image, and derive the job's name from it; empty if it is not valid. */
    Mono<Job> toJob() {
        return request.prepare()
                .flatMapMany(body -> body.content(DefaultDataBufferFactory.sharedInstance))
                .collect(Draft::sha256, Draft::update)
                .filter(digest -> valid)
                .map(digest -> new Job(name(HexFormat.of().formatHex(digest.digest())), line, request));
    }

    private String name(String digest) {
        return id == null
                ? request.endpoint().name() + "-" + digest.substring(0, DIGITS)
                : id + "-" + digest.substring(0, DIGITS_BESIDE_ID);
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

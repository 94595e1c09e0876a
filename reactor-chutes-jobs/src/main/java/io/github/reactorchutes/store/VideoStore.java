package io.github.reactorchutes.store;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps complete videos under keys. A key is written once; its content is either complete or absent, whatever happens
 * to the process that writes it. Implement it to keep videos elsewhere, such as in an object store.
 *
 * <p><b>Keys.</b> One or more names separated by {@code /}, each of 1 to 128 of {@code A-Z a-z 0-9 . _ -} and not
 * starting with a dot; at most 512 characters. Any other key fails with an {@link IllegalArgumentException}.
 *
 * <p><b>When work starts.</b> On subscription.
 *
 * <p><b>Errors.</b> {@link java.io.IOException} for failures of the store. An absent key is not a failure of {@link
 * #head} and {@link #delete}.
 *
 * <p><b>Threading.</b> No method blocks the subscriber's thread.
 *
 * @since 0.1.0
 */
public interface VideoStore {

    /**
     * Store a video under a new key.
     *
     * <p><b>Ownership.</b> The store releases the buffers.
     *
     * <p><b>Cancellation.</b> Leaves nothing under the key.
     *
     * <p><b>Errors.</b> {@link java.nio.file.FileAlreadyExistsException} if the key exists; the error of the publisher,
     * after which the key is absent.
     *
     * @param key the key
     * @param video the bytes, whose number need not be known
     * @return what was stored, when it is durable
     */
    Mono<StoredVideo> put(String key, Publisher<? extends DataBuffer> video);

    /**
     * Look up a key.
     *
     * @param key the key
     * @return what is stored, or empty if nothing is
     */
    Mono<StoredVideo> head(String key);

    /**
     * Read a video, or a part of it.
     *
     * <p><b>Ownership.</b> The subscriber releases the buffers.
     *
     * <p><b>Errors.</b> {@link java.nio.file.NoSuchFileException} if the key is absent.
     *
     * @param key the key
     * @param range the part; a range that begins at or behind the end of the video is empty
     * @return the bytes
     */
    Flux<DataBuffer> get(String key, ByteRange range);

    /**
     * Delete a video. Deleting an absent key succeeds.
     *
     * @param key the key
     * @return completes when it is deleted
     */
    Mono<Void> delete(String key);
}

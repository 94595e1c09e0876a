package io.github.reactorchutes.request;

import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;

/**
 * The bytes of a request, of known length, made when they are asked for.
 *
 * <p>Implemented by the library.
 *
 * @since 0.1.0
 */
public interface RequestBody {

    /** {@return the exact number of bytes that {@link #content} emits} */
    long contentLength();

    /**
     * Return a cold publisher of the bytes: a {@link reactor.core.publisher.Mono} that is a
     * {@link java.util.concurrent.Callable} if they are in memory and at most 64 KiB, otherwise a
     * {@link reactor.core.publisher.Flux} of buffers of at most 64 KiB. Each subscription emits the same bytes, unless the
     * image can be read once, which one subscription does; a buffer is made only when it is requested.
     *
     * <p><b>Ownership:</b> an emitted buffer belongs to the subscriber, who releases it.
     *
     * <p><b>Cancellation:</b> releases what was made but not emitted, and closes the image file if there is one.
     *
     * <p><b>Errors:</b> {@link java.io.IOException} if an image file cannot be read, or has changed since the body was
     * prepared, or if a publisher has more or fewer bytes than it was said to have; {@link IllegalStateException} for a
     * second subscription to an image that can be read once.
     *
     * <p><b>Threading:</b> emits on the thread that requests, except that a body with an image file is read and
     * emitted on {@link reactor.core.scheduler.Schedulers#boundedElastic()}, and one with a publisher also where that
     * emits.
     *
     * @param factory where the buffers come from
     * @return the bytes, to be released by whoever subscribes
     */
    Publisher<DataBuffer> content(DataBufferFactory factory);

    /**
     * Say that the content is not wanted, or no longer: an image that can be read once goes back to its request if
     * nothing of it was sent, and is released otherwise. Does nothing for other bodies, and when called again.
     */
    default void release() {}
}

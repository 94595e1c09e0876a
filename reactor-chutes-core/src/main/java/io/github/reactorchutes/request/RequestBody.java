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
     * Return a cold publisher of the bytes: a {@link reactor.core.publisher.Mono} if they are in memory and at most
     * 64 KiB, otherwise a {@link reactor.core.publisher.Flux} of buffers of at most 64 KiB. Each subscription emits
     * the same bytes; a buffer is made only when it is requested.
     *
     * <p><b>Ownership:</b> an emitted buffer belongs to the subscriber, who releases it.
     *
     * <p><b>Cancellation:</b> releases what was made but not emitted, and closes the image file if there is one.
     *
     * <p><b>Errors:</b> {@link java.io.IOException} if an image file cannot be read, or has changed since the body was
     * prepared.
     *
     * <p><b>Threading:</b> emits on the thread that requests, except that a body with an image file is read and
     * emitted on {@link reactor.core.scheduler.Schedulers#boundedElastic()}.
     *
     * @param factory where the buffers come from
     * @return the bytes, to be released by whoever subscribes
     */
    Publisher<DataBuffer> content(DataBufferFactory factory);
}

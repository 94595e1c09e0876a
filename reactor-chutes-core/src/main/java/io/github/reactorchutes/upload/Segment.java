package io.github.reactorchutes.upload;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/** A run of bytes of a body, of exact length. */
sealed interface Segment permits Segment.InMemory, EncodedSegment {

    /** The most bytes of an emitted buffer. */
    int MAX_BUFFER_BYTES = 64 * 1024;

    long length();

    /** Return a cold publisher of the bytes, in buffers that are made when they are requested. */
    Flux<DataBuffer> buffers(DataBufferFactory factory);

    /** A segment that can be written without waiting. */
    sealed interface InMemory extends Segment permits TextSegment, BytesSegment {

        /** Append all of it. */
        void writeTo(DataBuffer target);
    }
}

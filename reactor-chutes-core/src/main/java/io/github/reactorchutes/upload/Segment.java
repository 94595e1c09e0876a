package io.github.reactorchutes.upload;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import reactor.core.publisher.Flux;

/** A part of a body, of exact length. */
sealed interface Segment permits Segment.InMemory, EncodedSegment {

    /** The maximum size of an emitted buffer. */
    int MAX_BUFFER_BYTES = 64 * 1024;

    long length();

    /** Return a cold publisher of the bytes, in buffers that are created on demand. */
    Flux<DataBuffer> buffers(DataBufferFactory factory);

    /** A segment that can be written without waiting. */
    sealed interface InMemory extends Segment permits TextSegment, BytesSegment {

        /** Write the whole segment. */
        void writeTo(DataBuffer target);
    }
}

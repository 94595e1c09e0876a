package io.github.reactorchutes.request;

import java.io.Closeable;
import java.io.IOException;
import org.springframework.core.io.buffer.DataBuffer;

/** A run of bytes of a body, of known length, that can be read any number of times. */
interface BodyPart {

    /** The most bytes that are read at once: 48 KiB of image make 64 KiB of base64 without padding between. */
    int MAX_CHUNK_BYTES = 64 * 1024;

    long length();

    /** Return whether {@link #open} and {@link Reader} block. */
    boolean blocks();

    Reader open() throws IOException;

    /** One pass over the part. */
    interface Reader extends Closeable {

        /**
         * Append the next bytes to the target. Called with each multiple of {@link #MAX_CHUNK_BYTES} in turn.
         *
         * @param count {@link #MAX_CHUNK_BYTES}, or what is left if that is less
         */
        void read(long position, int count, DataBuffer target) throws IOException;

        @Override
        default void close() {}
    }
}

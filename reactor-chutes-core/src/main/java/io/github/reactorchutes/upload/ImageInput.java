package io.github.reactorchutes.upload;

import java.io.Closeable;
import java.io.IOException;
import org.springframework.core.io.buffer.DataBuffer;

/** An image outside of memory. One thread at a time opens, reads and closes it, and that thread may block. */
interface ImageInput extends Closeable {

    /** Fill the empty block as far as the image reaches. Return whether more may follow. */
    boolean read() throws IOException;

    /** Opens an image for one pass over it. */
    interface Opener {

        /** Open the image, whose bytes are read into the given block again and again. */
        ImageInput open(DataBuffer block) throws IOException;
    }
}

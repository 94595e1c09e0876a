package io.github.reactorchutes.request;

import java.io.Closeable;
import java.io.IOException;
import org.springframework.core.io.buffer.DataBuffer;

/** One pass over an image of known size that is read block by block, each encoded as soon as it is there. */
final class ImageReader implements BodyPart.Reader {

    private final Source source;
    private final long size;
    private final Base64Block block;

    ImageReader(Source source, long size) {
        this.source = source;
        this.size = size;
        this.block = new Base64Block(size);
    }

    @Override
    public void read(long position, int count, DataBuffer target) throws IOException {
        long start = Base64Block.imagePosition(position);
        int length = (int) Math.min(block.bytes().length, size - start);
        source.fill(block.bytes(), length, start);
        block.encode(length, target);
    }

    @Override
    public void close() {
        try {
            source.close();
        } catch (IOException e) {
            // Nothing was written: there is nothing to lose, and the bytes read are already checked.
        }
    }

    /** Where the bytes come from. */
    interface Source extends Closeable {

        /**
         * Fill a block with the next bytes, or fail rather than give others than those that were announced.
         *
         * @param length how many bytes of the block to fill
         * @param start how many bytes of the image came before
         */
        void fill(byte[] block, int length, long start) throws IOException;
    }
}

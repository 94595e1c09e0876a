package io.github.reactorchutes.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.springframework.core.io.buffer.DataBuffer;

/** An image file of settled length, encoded while it is read. Fails rather than send anything else. */
final class ImageFilePart implements BodyPart {

    private final Path file;
    private final long size;
    private final FileTime lastModified;

    ImageFilePart(Path file, long size, FileTime lastModified) {
        this.file = file;
        this.size = size;
        this.lastModified = lastModified;
    }

    @Override
    public long length() {
        return Base64Block.encodedLength(size);
    }

    @Override
    public boolean blocks() {
        return true;
    }

    @Override
    public Reader open() throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        return new FileReader(channel, new Base64Block(size));
    }

    private IOException sizeChanged(long found) {
        return new IOException(
                "image file changed size while it was being sent: expected " + size + " bytes, got " + found);
    }

    private final class FileReader implements Reader {

        private final FileChannel channel;
        private final Base64Block block;

        FileReader(FileChannel channel, Base64Block block) {
            this.channel = channel;
            this.block = block;
        }

        @Override
        public void read(long position, int count, DataBuffer target) throws IOException {
            long start = Base64Block.imagePosition(position);
            int length = (int) Math.min(block.bytes().length, size - start);
            fill(start, length);
            if (start == 0 || start + length == size) {
                requireUnchanged();
            }
            block.encode(length, target);
        }

        private void fill(long start, int length) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(block.bytes(), 0, length);
            while (into.hasRemaining()) {
                if (channel.read(into, start + into.position()) < 0) {
                    throw sizeChanged(start + into.position());
                }
            }
        }

        /** The first check keeps a second sending from differing from the first, the last one finds a torn image. */
        private void requireUnchanged() throws IOException {
            if (channel.size() != size) {
                throw sizeChanged(channel.size());
            }
            if (!Files.getLastModifiedTime(file).equals(lastModified)) {
                throw new IOException("image file was modified while it was being sent");
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written: there is nothing to lose, and the bytes read are already checked.
            }
        }
    }
}

package io.github.reactorchutes.request;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;

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
        return new ImageReader(new FileSource(channel), size);
    }

    private IOException sizeChanged(long found) {
        return new IOException(
                "image file changed size while it was being sent: expected " + size + " bytes, got " + found);
    }

    private final class FileSource implements ImageReader.Source {

        private final FileChannel channel;

        FileSource(FileChannel channel) {
            this.channel = channel;
        }

        /** The first check keeps a second sending from differing from the first, the last one finds a torn image. */
        @Override
        public void fill(byte[] block, int length, long start) throws IOException {
            ByteBuffer into = ByteBuffer.wrap(block, 0, length);
            while (into.hasRemaining()) {
                if (channel.read(into, start + into.position()) < 0) {
                    throw sizeChanged(start + into.position());
                }
            }
            if (start == 0 || start + length == size) {
                requireUnchanged();
            }
        }

        private void requireUnchanged() throws IOException {
            if (channel.size() != size) {
                throw sizeChanged(channel.size());
            }
            if (!Files.getLastModifiedTime(file).equals(lastModified)) {
                throw new IOException("image file was modified while it was being sent");
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

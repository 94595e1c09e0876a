package io.github.reactorchutes.upload;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.springframework.core.io.buffer.DataBuffer;

/** The bytes of an image file. Reading fails if the file is no longer the one that was checked. */
final class FileInput implements ImageInput {

    private final Path file;

    private final BasicFileAttributes expected;

    private final ReadableByteChannel channel;

    private final DataBuffer block;

    private final DataBuffer.ByteBufferIterator views;

    /** The memory of the block: the system writes to it directly. */
    private final ByteBuffer memory;

    private long position;

    FileInput(Path file, BasicFileAttributes expected, DataBuffer block) throws IOException {
        this.file = file;
        this.expected = expected;
        // not every file system has file channels
        this.channel = Files.newByteChannel(file);
        this.block = block;
        this.views = block.writableByteBuffers();
        this.memory = views.next();
    }

    /**
     * The check after the first read keeps a retry from sending another image; the check at the end detects a change
     * while the file was sent.
     */
    @Override
    public boolean read() throws IOException {
        boolean first = position == 0;
        memory.clear();
        int count = 0;
        while (count >= 0 && memory.hasRemaining()) {
            count = channel.read(memory);
        }
        block.writePosition(memory.position());
        position += memory.position();
        if (first || count < 0 || position >= expected.size()) {
            requireUnchanged();
        }
        return count >= 0;
    }

    private void requireUnchanged() throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        if (found.size() != expected.size()) {
            throw new IOException("image file changed size while it was being sent: expected " + expected.size()
                    + " bytes, got " + found.size());
        }
        if (!found.lastModifiedTime().equals(expected.lastModifiedTime())) {
            throw new IOException("image file was modified while it was being sent");
        }
    }

    @Override
    public void close() throws IOException {
        views.close();
        channel.close();
    }
}

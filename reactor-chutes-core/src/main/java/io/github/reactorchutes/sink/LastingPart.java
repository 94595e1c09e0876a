package io.github.reactorchutes.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part file that outlives its process: the next one continues it. Beside it is the {@code ETag} of its bytes, without
 * which they are worthless. A lock keeps a second process out.
 */
final class LastingPart implements Closeable {

    private static final int READ_BYTES = 64 * 1024;

    private final FileSink sink;

    private final Path path;

    private final Path etagFile;

    private final FileChannel channel;

    private VideoContent content = new VideoContent();

    private @Nullable String etag;

    private boolean locked;

    private LastingPart(FileSink sink, Path path, FileChannel channel) {
        this.sink = sink;
        this.path = path;
        this.etagFile = etagFile(path);
        this.channel = channel;
    }

    private static Path etagFile(Path part) {
        return part.resolveSibling(part.getFileName() + ".etag");
    }

    /** Open the part file of a sink, and read what an earlier process has left in it. */
    static LastingPart open(FileSink sink) throws IOException {
        TargetCheck.check(sink.target(), sink.overwrites());
        Path path = sink.keptPart();
        FileChannel channel = openFile(sink, path);
        LastingPart part = new LastingPart(sink, path, channel);
        try {
            part.lock();
            part.readLeft();
            return part;
        } catch (IOException | RuntimeException failure) {
            part.close();
            throw failure;
        }
    }

    private static FileChannel openFile(FileSink sink, Path path) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            return PartFile.open(path, options, sink.permissions() == null);
        } catch (FileSystemException failure) {
            throw TargetCheck.inDirectory(sink.target(), failure);
        }
    }

    /** The process that had the lock may have given the file its final name meanwhile. */
    private void lock() throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw inUse();
            }
        } catch (OverlappingFileLockException sameProcess) {
            throw inUse();
        }
        TargetCheck.check(sink.target(), sink.overwrites());
        if (!Files.exists(path)) {
            throw inUse();
        }
        locked = true;
    }

    private FileSystemException inUse() {
        return new FileSystemException(path.toString(), null, "is being written by another process");
    }

    private void readLeft() throws IOException {
        try {
            String text = Files.readString(etagFile, StandardCharsets.US_ASCII).strip();
            etag = text.isEmpty() ? null : text;
        } catch (NoSuchFileException unknownBytes) {
            channel.truncate(0);
        }
        ByteBuffer piece = ByteBuffer.allocate(READ_BYTES);
        while (channel.read(piece) >= 0) {
            piece.flip();
            content.write(piece, new Nowhere());
            piece.clear();
        }
    }

    long length() {
        return content.bytes();
    }

    @Nullable
    String etag() {
        return etag;
    }

    /** Discard the bytes, because they are not the beginning of what there is now. */
    void discard() throws IOException {
        Files.deleteIfExists(etagFile);
        channel.truncate(0);
        content = new VideoContent();
        etag = null;
    }

    /** Receive bytes behind those of the file. The ETag is stored before the first of them. */
    VideoOutput continued(@Nullable String current) throws IOException {
        if (length() == 0) {
            etag = current;
            Files.deleteIfExists(etagFile);
            try (FileChannel file = PartFile.open(
                    etagFile,
                    Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    sink.permissions() == null)) {
                file.write(ByteBuffer.wrap((etag == null ? "" : etag).getBytes(StandardCharsets.US_ASCII)));
            }
        }
        return PartFile.lasting(sink, path, channel, content, etagFile);
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (locked && length() == 0) {
            Files.deleteIfExists(etagFile);
            Files.deleteIfExists(path);
        }
    }

    /** Discards what was already written. */
    private static final class Nowhere implements WritableByteChannel {

        @Override
        public int write(ByteBuffer bytes) {
            int length = bytes.remaining();
            bytes.position(bytes.limit());
            return length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}

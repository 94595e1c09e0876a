package io.github.reactorchutes.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.io.buffer.DataBuffer;

/** The file beside the target that becomes the target. Blocks; used by one thread at a time. */
final class PartFile {

    private final FileSink sink;

    private final Path path;

    private final FileChannel channel;

    private final MessageDigest digest = sha256();

    private long bytes;

    private PartFile(FileSink sink, Path path, FileChannel channel) {
        this.sink = sink;
        this.path = path;
        this.channel = channel;
    }

    /** Create the part file; an existing target is found before anything is received. */
    static PartFile create(FileSink sink) throws IOException {
        Path target = sink.target();
        if (!sink.overwrites() && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        String suffix = Long.toHexString(ThreadLocalRandom.current().nextLong());
        Path path = target.resolveSibling("." + target.getFileName() + "." + suffix + ".part");
        return new PartFile(
                sink, path, FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    void write(DataBuffer buffer) throws IOException {
        try (DataBuffer.ByteBufferIterator pieces = buffer.readableByteBuffers()) {
            while (pieces.hasNext()) {
                write(pieces.next());
            }
        }
    }

    private void write(ByteBuffer piece) throws IOException {
        digest.update(piece.duplicate());
        while (piece.hasRemaining()) {
            bytes += channel.write(piece);
        }
    }

    /** Give the file its name, in one step. */
    SavedVideo commit() throws IOException {
        if (sink.isSynced()) {
            channel.force(true);
        }
        channel.close();
        if (sink.overwrites()) {
            Files.move(path, sink.target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            moveUnlessExists();
        }
        return new SavedVideo(sink.target(), bytes, HexFormat.of().formatHex(digest.digest()));
    }

    /** A move replaces silently, even an atomic one; a hard link does not. */
    private void moveUnlessExists() throws IOException {
        try {
            Files.createLink(sink.target(), path);
        } catch (UnsupportedOperationException noHardLinks) {
            Files.move(path, sink.target());
            return;
        }
        Files.delete(path);
    }

    void discard() throws IOException {
        channel.close();
        if (sink.keepsPart() && bytes > 0) {
            Path kept = sink.target().resolveSibling(sink.target().getFileName() + ".part");
            Files.move(path, kept, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(path);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}

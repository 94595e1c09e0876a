package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.Mp4Probe;
import io.github.reactorchutes.mp4.VideoCheck;
import io.github.reactorchutes.mp4.VideoVerdict;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.io.buffer.DataBuffer;

/** The part file in the target's directory that is renamed to the target. Blocking; used by one thread at a time. */
final class PartFile implements Closeable {

    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Truncate a long name, so that the part file's name is short enough for a file system. */
    private static final int MAX_NAME_BYTES = 120;

    private final FileSink sink;

    private final Path path;

    private final FileChannel channel;

    private final MessageDigest digest = sha256();

    private final Mp4Probe probe = new Mp4Probe();

    private final VideoCheck check = new VideoCheck();

    private long bytes;

    private boolean committed;

    PartFile(FileSink sink, Path path, FileChannel channel) {
        this.sink = sink;
        this.path = path;
        this.channel = channel;
    }

    /** Create the part file, which detects an unwritable target before anything is received. */
    static PartFile create(FileSink sink) throws IOException {
        Path target = sink.target();
        if (!sink.overwrites() && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(target.toString(), null, "is a directory");
        }
        Path path = target.resolveSibling(partName(target));
        return new PartFile(sink, path, create(path));
    }

    private static FileChannel create(Path path) throws IOException {
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
        return knowsPermissions(path)
                ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, options);
    }

    private static boolean knowsPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String partName(Path target) {
        String name = target.getFileName().toString();
        String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
        return name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES ? suffix : "." + name + suffix;
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
        probe.accept(piece.duplicate());
        check.accept(piece.remaining(), i -> piece.get(piece.position() + i));
        while (piece.hasRemaining()) {
            bytes += channel.write(piece);
        }
    }

    /** Rename the file atomically. */
    SavedVideo commit() throws IOException {
        if (!sink.permissions().equals(OWNER_ONLY) && knowsPermissions(path)) {
            Files.setPosixFilePermissions(path, sink.permissions());
        }
        if (sink.isSynced()) {
            channel.force(true);
        }
        channel.close();
        VideoVerdict verdict = check.finish();
        Path named = name(new VideoName(sink.target(), verdict.format()));
        committed = true;
        if (sink.isSynced()) {
            syncDirectory();
        }
        return new SavedVideo(named, bytes, HexFormat.of().formatHex(digest.digest()), probe.facts(), verdict);
    }

    /** A name that the caller did not give replaces nothing, and is not refused either. */
    private Path name(VideoName name) throws IOException {
        if (name.isTarget()) {
            nameTarget();
            return sink.target();
        }
        for (int number = 1; ; number++) {
            Path other = name.numbered(number);
            try {
                nameUnlessExists(other);
                return other;
            } catch (FileAlreadyExistsException taken) {
                // try the next number
            }
        }
    }

    private void nameTarget() throws IOException {
        if (sink.overwrites()) {
            Files.move(path, sink.target(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            nameUnlessExists(sink.target());
        }
    }

    /**
     * A move replaces silently, even an atomic one; a hard link does not. Without support for hard links, which some
     * file systems report with a generic error, the move at least checks first.
     */
    private void nameUnlessExists(Path name) throws IOException {
        try {
            Files.createLink(name, path);
        } catch (FileAlreadyExistsException exists) {
            throw exists;
        } catch (IOException | UnsupportedOperationException noHardLinks) {
            Files.move(path, name);
        }
    }

    /** A rename survives a power failure once its directory was forced, which not every platform supports. */
    private void syncDirectory() {
        Path directory = path.toAbsolutePath().getParent();
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException notSupported) {
            // the video itself was already forced
        }
    }

    /** Remove the part file, or rename it to {@code <name>.part} if it was not committed and must be kept. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed && sink.keepsPart() && bytes > 0) {
            Files.move(path, sink.keptPart(), StandardCopyOption.REPLACE_EXISTING);
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

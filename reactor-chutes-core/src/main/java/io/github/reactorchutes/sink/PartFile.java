package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.VideoVerdict;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/** The part file in the target's directory that is renamed to the target. */
final class PartFile implements VideoOutput {

    static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /** Truncate a long name, so that the part file's name is short enough for a file system. */
    private static final int MAX_NAME_BYTES = 120;

    private final FileSink sink;

    private final Path path;

    private final FileChannel channel;

    private final VideoContent content;

    /** What belongs to a part that outlives its process; {@code null} if it does not. */
    private final @Nullable Path companion;

    private boolean committed;

    private boolean rescued;

    PartFile(FileSink sink, Path path, FileChannel channel) {
        this(sink, path, channel, new VideoContent(), null);
    }

    private PartFile(FileSink sink, Path path, FileChannel channel, VideoContent content, @Nullable Path companion) {
        this.sink = sink;
        this.path = path;
        this.channel = channel;
        this.content = content;
        this.companion = companion;
    }

    /** Continue a part file that stays until it is complete. */
    static PartFile lasting(FileSink sink, Path path, FileChannel channel, VideoContent content, Path companion) {
        return new PartFile(sink, path, channel, content, companion);
    }

    /** Create the part file, which detects an unwritable target before anything is received. */
    static PartFile create(FileSink sink) throws IOException {
        TargetCheck.check(sink.target(), sink.overwrites());
        return createUnchecked(sink);
    }

    /** Create the part file whatever has the final name. */
    static PartFile createUnchecked(FileSink sink) throws IOException {
        Path target = sink.target();
        Path path = target.resolveSibling(partName(target));
        try {
            return new PartFile(sink, path, create(path, sink.permissions() == null));
        } catch (FileSystemException failure) {
            throw TargetCheck.inDirectory(target, failure);
        }
    }

    private static FileChannel create(Path path, boolean byUmask) throws IOException {
        return open(path, Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW), byUmask);
    }

    /** Open a file, which only its owner can read if it is created and the umask does not decide. */
    static FileChannel open(Path path, Set<StandardOpenOption> options, boolean byUmask) throws IOException {
        return !byUmask && supportsPermissions(path)
                ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, options);
    }

    private static boolean supportsPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static String partName(Path target) {
        String name = target.getFileName().toString();
        String suffix = "." + Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".part";
        return name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES ? suffix : "." + name + suffix;
    }

    @Override
    public void write(DataBuffer buffer) throws IOException {
        try {
            content.write(buffer, channel);
        } catch (ClosedByInterruptException shutDown) {
            throw shutDown;
        } catch (IOException failure) {
            throw notSaved(failure);
        }
    }

    /** Rename the file atomically. */
    @Override
    public SavedVideo commit() throws IOException {
        VideoVerdict verdict = content.judge();
        Path named;
        try {
            complete();
            named = name(new VideoName(sink.target(), verdict.format()));
        } catch (IOException failure) {
            throw notSaved(failure);
        }
        committed = true;
        if (companion != null) {
            Files.deleteIfExists(companion);
        }
        if (sink.isSynced()) {
            syncDirectory();
        }
        return content.savedAs(named, verdict);
    }

    private void complete() throws IOException {
        Set<PosixFilePermission> permissions = sink.permissions();
        if (permissions != null && !permissions.equals(OWNER_ONLY) && supportsPermissions(path)) {
            Files.setPosixFilePermissions(path, permissions);
        }
        if (sink.isSynced()) {
            channel.force(true);
        }
        channel.close();
    }

    /** A paid video is not lost for its name: if that is taken or too long by now, it gets one beside it. */
    private Path name(VideoName name) throws IOException {
        if (name.isTarget()) {
            return nameAsAsked(name);
        }
        try {
            return nameBeside(name, 1);
        } catch (IOException noRoomForTheEnding) {
            return nameAsAsked(name.withoutFormat());
        }
    }

    private Path nameAsAsked(VideoName name) throws IOException {
        try {
            nameTarget();
            return sink.target();
        } catch (IOException taken) {
            return nameBeside(name, 2);
        }
    }

    /** A name that the caller did not give replaces nothing. */
    private Path nameBeside(VideoName name, int first) throws IOException {
        for (int number = first; ; number++) {
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

    private VideoNotSavedException notSaved(IOException failure) {
        return new VideoNotSavedException(sink.target(), content.bytes(), rescue(failure), failure);
    }

    /** Keep what was paid, under the part file's own name if there is no other. */
    private @Nullable Path rescue(IOException failure) {
        if (content.bytes() == 0) {
            return null;
        }
        rescued = true;
        try {
            channel.close();
        } catch (IOException alsoFull) {
            failure.addSuppressed(alsoFull);
        }
        try {
            return keep();
        } catch (IOException noOtherName) {
            failure.addSuppressed(noOtherName);
            return path;
        }
    }

    private Path keep() throws IOException {
        return companion != null ? path : Files.move(path, sink.keptPart(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Remove the part file, or rename it to {@code <name>.part} if it must be kept. */
    @Override
    public void close() throws IOException {
        channel.close();
        if (rescued || (companion != null && !committed)) {
            return;
        }
        if (!committed && sink.keepsPart() && content.bytes() > 0) {
            keep();
        } else {
            Files.deleteIfExists(path);
        }
    }
}

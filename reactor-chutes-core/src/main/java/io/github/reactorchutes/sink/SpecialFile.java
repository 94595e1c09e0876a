package io.github.reactorchutes.sink;

import io.github.reactorchutes.mp4.VideoVerdict;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;

/** A pipe, a device or an open file of the process, such as {@code /dev/stdout}. It is written through, not replaced. */
final class SpecialFile implements VideoOutput {

    private static final Path DEVICES = Path.of("/dev");

    /** Also where the system has no such file, as on Windows. */
    private static final Path STANDARD_OUTPUT = Path.of("/dev/stdout");

    private static final Path PROCESSES = Path.of("/proc");

    private static final Pattern STANDARD_STREAM =
            Pattern.compile("/(?:dev|proc/self|proc/" + ProcessHandle.current().pid() + ")/fd/([12])");

    /** The limit of Linux. */
    private static final int MAX_LINKS = 40;

    private final Path target;

    private final FileChannel channel;

    private final boolean owned;

    private final VideoContent content = new VideoContent();

    private SpecialFile(Path target, FileChannel channel, boolean owned) {
        this.target = target;
        this.channel = channel;
        this.owned = owned;
    }

    /** Return whether a rename to this name would replace something that is not a file of the user. */
    static boolean is(Path target) {
        return target.equals(STANDARD_OUTPUT) || systemLink(target) != null || isOther(target);
    }

    static void probe(Path target) throws IOException {
        if (standardStream(target) == null && !Files.isWritable(target)) {
            throw new AccessDeniedException(target.toString(), null, "cannot be written");
        }
    }

    /** Opening a standard stream by its name would begin at the first byte of a file that the shell appends to. */
    static SpecialFile open(Path target) throws IOException {
        FileDescriptor stream = standardStream(target);
        return stream == null
                ? new SpecialFile(target, FileChannel.open(target, StandardOpenOption.WRITE), true)
                : new SpecialFile(target, new FileOutputStream(stream).getChannel(), false);
    }

    private static @Nullable FileDescriptor standardStream(Path target) {
        if (target.equals(STANDARD_OUTPUT)) {
            return FileDescriptor.out;
        }
        Path link = systemLink(target);
        Matcher stream = STANDARD_STREAM.matcher(link == null ? "" : link.toString());
        if (!stream.matches()) {
            return null;
        }
        return stream.group(1).equals("1") ? FileDescriptor.out : FileDescriptor.err;
    }

    private static boolean isOther(Path target) {
        try {
            return Files.readAttributes(target, BasicFileAttributes.class).isOther();
        } catch (IOException absent) {
            return false;
        }
    }

    /** Follow links up to the last one that the system owns; its target may be a regular file. */
    private static @Nullable Path systemLink(Path target) {
        Path found = null;
        Path path = target.toAbsolutePath().normalize();
        for (int links = 0; links < MAX_LINKS && Files.isSymbolicLink(path); links++) {
            found = path.startsWith(DEVICES) || path.startsWith(PROCESSES) ? path : found;
            path = next(path);
        }
        return found;
    }

    private static Path next(Path link) {
        try {
            Path parent = link.resolveSibling(Files.readSymbolicLink(link));
            return parent.toAbsolutePath().normalize();
        } catch (IOException | UnsupportedOperationException unreadable) {
            return link.getRoot();
        }
    }

    @Override
    public void write(DataBuffer buffer) throws IOException {
        try {
            content.write(buffer, channel);
        } catch (IOException failure) {
            throw new VideoNotSavedException(target, content.bytes(), null, failure);
        }
    }

    @Override
    public SavedVideo commit() throws IOException {
        VideoVerdict verdict = content.judge();
        try {
            close();
        } catch (IOException failure) {
            throw new VideoNotSavedException(target, content.bytes(), null, failure);
        }
        return content.savedAs(target, verdict);
    }

    @Override
    public void close() throws IOException {
        if (owned) {
            channel.close();
        }
    }
}

package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files and folders that only their owner may read from their creation on, whatever the umask. File systems without
 * POSIX permissions apply their defaults.
 */
public final class PrivateFiles {

    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    private static final Set<PosixFilePermission> OWNERS_ALL = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /**
     * Create a folder and its missing parents. An existing folder keeps its permissions, because it may be shared on
     * purpose.
     *
     * @param folder the folder
     * @throws IOException if it cannot be created
     */
    public static void createDirectories(Path folder) throws IOException {
        Files.createDirectories(folder, only(OWNERS_ALL, folder));
    }

    /**
     * Open a file. If it exists and belongs to this user, remove the permissions of others.
     *
     * @param file the file
     * @param options the open options
     * @return the channel
     * @throws IOException if it cannot be opened
     */
    public static FileChannel open(Path file, Set<? extends OpenOption> options) throws IOException {
        FileChannel channel = FileChannel.open(file, options, only(FILE, file));
        try {
            tighten(file);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void tighten(Path file) throws IOException {
        if (!knowsPermissions(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(file));
        if (permissions.retainAll(OWNERS_ALL)) {
            setIfOwner(file, permissions);
        }
    }

    private static void setIfOwner(Path file, Set<PosixFilePermission> permissions) {
        try {
            Files.setPosixFilePermissions(file, permissions);
        } catch (IOException notTheOwner) {
            // the owner of a shared file decides on its readers
        }
    }

    private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions, Path path) {
        return knowsPermissions(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsPermissions(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}

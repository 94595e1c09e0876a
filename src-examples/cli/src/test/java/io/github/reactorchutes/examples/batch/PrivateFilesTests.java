package io.github.reactorchutes.examples.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTests {

    private static final Set<StandardOpenOption> CREATE =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

    @TempDir
    Path directory;

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void takesFromOthersWhatTheyMayDoWithAJournalThatExists() throws IOException {
        Path journal = directory.resolve(Journal.FILE);
        Files.createFile(journal);
        Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-rw-r--"));
        Journal.open(directory, "platform").close();
        assertThat(permissions(journal)).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void leavesAFolderThatExistsAsItIs() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        PrivateFiles.createDirectories(directory.resolve("videos"));
        assertThat(permissions(directory)).isEqualTo("rwxr-xr-x");
        assertThat(permissions(directory.resolve("videos"))).isEqualTo("rwx------");
    }

    @Test
    void doesWithoutPermissionsWhereThereAreNone() throws IOException {
        try (FileSystem archive = FileSystems.newFileSystem(directory.resolve("files.zip"), Map.of("create", "true"))) {
            Path folder = archive.getPath("/videos");
            PrivateFiles.createDirectories(folder);
            try (FileChannel channel = PrivateFiles.open(folder.resolve("journal"), CREATE)) {
                channel.write(ByteBuffer.wrap(new byte[5]));
            }
            assertThat(Files.size(folder.resolve("journal"))).isEqualTo(5);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

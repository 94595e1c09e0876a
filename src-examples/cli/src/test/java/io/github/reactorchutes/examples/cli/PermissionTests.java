package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Separate processes, because the umask belongs to a process. */
@DisabledOnOs(OS.WINDOWS)
class PermissionTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"022, rw-r--r--, rwxr-xr-x", "027, rw-r-----, rwxr-x---", "000, rw-rw-rw-, rwxrwxrwx"})
    void keepsItsRecordsFromOthersAndLeavesVideosToTheUmask(String umask, String file, String folder) throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(2);
            run(umask, batch.arguments());
            run(
                    umask,
                    List.of(
                            "text-to-video",
                            "a cat",
                            "-o",
                            directory.resolve("cat.mp4").toString(),
                            "--base-url",
                            emulator.baseUrl().toString()));

            assertThat(permissions(batch.journal())).isEqualTo("rw-------");
            assertThat(permissions(batch.videos())).isEqualTo(folder);
            assertThat(batch.videoFiles())
                    .hasSize(2)
                    .allSatisfy(video -> assertThat(permissions(video)).isEqualTo(file));
            Path times = directory.resolve("cache/reactor-chutes");
            assertThat(permissions(times)).isEqualTo("rwx------");
            assertThat(Folder.names(times))
                    .isNotEmpty()
                    .allSatisfy(
                            name -> assertThat(permissions(times.resolve(name))).isEqualTo("rw-------"));
            assertThat(permissions(directory.resolve("cat.mp4"))).isEqualTo(file);
        }
    }

    @ParameterizedTest
    @CsvSource({"022, rw-r--r--", "000, rw-rw-rw-"})
    void keepsTheJobsOfAStoreFromOthers(String umask, String file) throws Exception {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            BatchFolder batch = new BatchFolder(directory, emulator).withPrompts(2);
            Path store = directory.resolve("store");

            run(umask, batch.arguments("--store", store.toString()));

            assertThat(batch.videoFiles())
                    .hasSize(2)
                    .allSatisfy(video -> assertThat(permissions(video)).isEqualTo(file));
            assertThat(permissions(store)).isEqualTo("rwx------");
            assertThat(permissions(store.resolve("jobs.db"))).isEqualTo("rw-------");
            assertThat(permissions(store.resolve("spool"))).isEqualTo("rwx------");
        }
    }

    private void run(String umask, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "umask " + umask + "; exec \"$0\" \"$@\""));
        Stream.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChutesCli.class.getName())
                .forEach(command::add);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("run.log").toFile());
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("run.log")))
                .isZero();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

package io.github.reactorchutes.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Unpacks the static ffmpeg of the test dependency {@code jave-nativebin-*} into the module's build folder. */
final class BundledPrograms {

    private static final String FOLDER = "ws/schild/jave/nativebin";

    private BundledPrograms() {}

    static Stream<Path> find(String name) {
        URL folder = BundledPrograms.class.getClassLoader().getResource(FOLDER);
        if (folder == null) {
            return Stream.empty();
        }
        try (FileSystem jar = FileSystems.newFileSystem(archive(folder), Map.of())) {
            return unpacked(jar.getPath(FOLDER), name).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static URI archive(URL folder) throws URISyntaxException {
        String inside = folder.toString();
        return new URI(inside.substring(0, inside.indexOf("!/")));
    }

    private static List<Path> unpacked(Path folder, String name) throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> programs = files.filter(
                            file -> file.getFileName().toString().startsWith(name + "-"))
                    .toList();
            return programs.isEmpty() ? List.of() : List.of(unpack(programs.get(0)));
        }
    }

    /** Move the file into place atomically, so that a file truncated by a kill is never used. */
    private static Path unpack(Path packed) throws IOException, URISyntaxException {
        Path folder = Files.createDirectories(buildFolder().resolve("test-tools"));
        Path program = folder.resolve(packed.getFileName().toString());
        if (!Files.exists(program) || Files.size(program) != Files.size(packed)) {
            Path part = Files.createTempFile(folder, "unpacking", null);
            Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + part + " executable");
            }
            Files.move(part, program, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
        return program;
    }

    private static Path buildFolder() throws URISyntaxException {
        Path classes = Path.of(BundledPrograms.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return classes.resolveSibling("");
    }
}

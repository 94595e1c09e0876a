package io.github.reactorchutes.examples.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The name of the store that made the videos in a directory. Only the store knows which of its lines may have been paid
 * without a video, so that a run without it, or with another one, could pay them again.
 */
public final class StoreMark {

    private static final String FOLDER = ".chutes";

    private static final String FILE = "store";

    private StoreMark() {}

    /**
     * Return the store of a directory.
     *
     * @param directory the directory of the videos
     * @return its name, or {@code null} if no batch with a store has used the directory
     * @throws IOException if the mark cannot be read
     */
    public static @Nullable String in(Path directory) throws IOException {
        try {
            return Files.readString(file(directory)).strip();
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    /**
     * Mark a directory.
     *
     * @param directory the directory of the videos
     * @param store the name of the store, without a password
     * @throws IOException if the mark cannot be written
     */
    public static void put(Path directory, String store) throws IOException {
        PrivateFiles.createDirectories(directory.resolve(FOLDER));
        Files.writeString(file(directory), store + "\n");
    }

    /**
     * Return the mark of a directory.
     *
     * @param directory the directory of the videos
     * @return the file
     */
    public static Path file(Path directory) {
        return directory.resolve(FOLDER).resolve(FILE);
    }
}

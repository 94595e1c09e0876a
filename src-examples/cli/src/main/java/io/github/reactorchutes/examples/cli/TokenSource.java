package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the API token: a file goes before the environment. */
final class TokenSource {

    static final String VARIABLE = "CHUTES_API_TOKEN";

    private TokenSource() {}

    static @Nullable String find(@Nullable Path file, Shell.Environment environment) throws IOException {
        return file == null ? ofEnvironment(environment) : ofFile(file);
    }

    /** Editors and echo end a file with a newline, which no header can carry. */
    private static String ofFile(Path file) throws IOException {
        String token = Files.readString(file).strip();
        if (token.isEmpty()) {
            throw new UsageException("token file " + file + " is empty");
        }
        return token;
    }

    private static @Nullable String ofEnvironment(Shell.Environment environment) {
        String token = environment.get(VARIABLE);
        return token == null || token.isBlank() ? null : token.strip();
    }
}

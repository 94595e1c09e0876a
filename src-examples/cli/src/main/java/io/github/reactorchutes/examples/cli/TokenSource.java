package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.auth.BearerToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds the API token; a file takes precedence over the environment. */
final class TokenSource {

    static final String VARIABLE = "CHUTES_API_TOKEN";

    private static final int MAX_BYTES = 64 * 1024;

    private TokenSource() {}

    static @Nullable String find(@Nullable Path file, Shell.Environment environment) throws IOException {
        return file == null ? ofEnvironment(environment) : ofFile(file);
    }

    private static String ofFile(Path file) throws IOException {
        String name = "--token-file " + file;
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new UsageException(name + " is too large for a token");
            }
            return BearerToken.requireValid(name, content);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()), malformed);
        }
    }

    /** An empty variable counts as unset, as is usual in shells. */
    private static @Nullable String ofEnvironment(Shell.Environment environment) {
        String token = environment.get(VARIABLE);
        try {
            return token == null || token.isBlank()
                    ? null
                    : BearerToken.requireValid("the variable " + VARIABLE, token);
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(String.valueOf(malformed.getMessage()), malformed);
        }
    }
}

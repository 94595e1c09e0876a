package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A token in a file, read at each attempt so that a rotated token takes effect immediately. The cost is small: an
 * attempt takes minutes.
 */
final class TokenFile implements ChutesTokenProvider {

    private static final int MAX_BYTES = 64 * 1024;

    private final Path path;

    TokenFile(Path path) {
        this.path = path;
    }

    @Override
    public Mono<String> token() {
        return Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());
    }

    String read() throws IOException {
        try (InputStream file = Files.newInputStream(path)) {
            byte[] content = file.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new IOException(path + " is too large for a token");
            }
            return BearerToken.requireValid("the API token", content);
        }
    }

    @Override
    public String toString() {
        return "ChutesTokenProvider[" + path + "]";
    }
}

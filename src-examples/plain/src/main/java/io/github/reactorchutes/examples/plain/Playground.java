package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import org.jspecify.annotations.Nullable;

/** The server of an example: the platform if {@code CHUTES_API_TOKEN} is set, otherwise its own emulator. */
final class Playground implements AutoCloseable {

    private final @Nullable String token = System.getenv("CHUTES_API_TOKEN");

    private final @Nullable ChutesEmulator emulator = token == null ? ChutesEmulator.start() : null;

    ChutesClient.Builder client() {
        ChutesClient.Builder client = ChutesClient.builder().apiToken(token == null ? "any" : token);
        return emulator == null ? client : client.baseUrl(emulator.baseUrl());
    }

    /** Script the emulator's replies to the next calls; has no effect on the platform. */
    Playground expecting(Reply... replies) {
        if (emulator != null) {
            emulator.enqueue(replies);
        }
        return this;
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
        }
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client, and the emulator that it calls if there is nobody else to call. */
final class Session implements AutoCloseable {

    private static final String PLACEHOLDER_TOKEN = "local";

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

    private final ChutesClient client;

    private final @Nullable ChutesEmulator emulator;

    private Session(ChutesClient client, @Nullable ChutesEmulator emulator) {
        this.client = client;
        this.emulator = emulator;
    }

    static Session open(ConnectionOptions options, Shell shell, Progress progress) throws IOException {
        String token = options.token(shell);
        if (token == null && options.baseUrl() == null) {
            return emulated(builder(options, PLACEHOLDER_TOKEN, progress), progress);
        }
        return new Session(
                builder(options, token == null ? placeholder(options.baseUrl()) : token, progress)
                        .build(),
                null);
    }

    private static Session emulated(ChutesClient.Builder client, Progress progress) {
        progress.note("no " + TokenSource.VARIABLE + ": using an embedded emulator, whose videos are test pictures");
        ChutesEmulator emulator = ChutesEmulator.start();
        return new Session(client.baseUrl(emulator.baseUrl()).build(), emulator);
    }

    private static ChutesClient.Builder builder(ConnectionOptions options, String token, Progress progress) {
        ChutesClient.Builder client = ChutesClient.builder().apiToken(token);
        options.applyTo(client);
        if (options.retries() != 0) {
            client.filter(RetryFilter.of(options.retries())).filter(new AttemptReport(progress, options.retries() + 1));
        }
        return client;
    }

    /** A server on this machine is one under development, which takes any token. */
    private static String placeholder(@Nullable URI baseUrl) {
        String host = baseUrl == null || baseUrl.getHost() == null ? "" : baseUrl.getHost();
        if (LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.")) {
            return PLACEHOLDER_TOKEN;
        }
        throw new UsageException("no API token: set " + TokenSource.VARIABLE + " or use --token-file");
    }

    ChutesClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        if (emulator != null) {
            emulator.close();
        }
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.BearerToken;
import io.github.reactorchutes.test.ChutesEmulator;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** The server to call and its token: the platform, a server of the user, or otherwise an emulator. */
final class Server implements AutoCloseable {

    private static final String PLACEHOLDER_TOKEN = "local";

    private static final String EMBEDDED = "the embedded emulator";

    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]");

    private final @Nullable URI baseUrl;

    private final @Nullable URI apiUrl;

    private final String token;

    private final @Nullable ChutesEmulator emulator;

    private final UnaryOperator<HttpClient> network;

    private Server(
            @Nullable URI baseUrl,
            @Nullable URI apiUrl,
            String token,
            @Nullable ChutesEmulator emulator,
            UnaryOperator<HttpClient> network) {
        this.baseUrl = baseUrl;
        this.apiUrl = apiUrl;
        this.token = token;
        this.emulator = emulator;
        this.network = network;
    }

    static Server find(ConnectionOptions options, Shell shell, Consumer<String> notes) throws IOException {
        String token = options.token(shell);
        URI apiUrl = options.apiUrl(shell.environment());
        if (isEmbedded(options, shell)) {
            notes.accept("no " + TokenSource.VARIABLE + ": using an embedded emulator, whose videos are test pictures");
            ChutesEmulator emulator = ChutesEmulator.start();
            return new Server(emulator.baseUrl(), null, PLACEHOLDER_TOKEN, emulator, http -> http);
        }
        URI baseUrl = options.baseUrl();
        return new Server(
                baseUrl,
                apiUrl,
                token == null ? placeholder(baseUrl == null ? apiUrl : baseUrl) : token,
                null,
                options.network(shell).to(baseUrl));
    }

    /** Return whether an emulator is started, because nothing else is named. */
    private static boolean isEmbedded(ConnectionOptions options, Shell shell) throws IOException {
        return options.token(shell) == null && options.baseUrl() == null && options.apiUrl(shell.environment()) == null;
    }

    /** Return the {@link #name} of the server that the options name, without starting one. */
    static String nameOf(ConnectionOptions options, Shell shell) throws IOException {
        return isEmbedded(options, shell) ? EMBEDDED : nameOf(options.baseUrl());
    }

    private static String nameOf(@Nullable URI baseUrl) {
        return baseUrl == null ? "the platform" : baseUrl.toString();
    }

    /** A server on this machine is under development and accepts any token. */
    private static String placeholder(@Nullable URI baseUrl) {
        if (baseUrl != null && isLoopback(baseUrl)) {
            return PLACEHOLDER_TOKEN;
        }
        throw new UsageException("no API token: set " + TokenSource.VARIABLE + " or use --token-file");
    }

    static boolean isLoopback(URI url) {
        String host = url.getHost() == null ? "" : url.getHost();
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT)) || host.startsWith("127.");
    }

    /** Create a builder for a client of this server. */
    ChutesClient.Builder client() {
        ChutesClient.Builder client = ChutesClient.builder().apiToken(token).httpClient(network);
        Given.pass(baseUrl, client::baseUrl);
        Given.pass(apiUrl, client::apiUrl);
        return client;
    }

    /** Return whether this is the embedded emulator. */
    boolean isEmulator() {
        return emulator != null;
    }

    /** Return a name of the server that is the same in each run. */
    String name() {
        return emulator == null ? nameOf(baseUrl) : EMBEDDED;
    }

    /** Return a name of the account whose token is used. */
    String account() {
        return BearerToken.nameOf(token);
    }

    @Override
    public void close() {
        if (emulator != null) {
            emulator.close();
        }
    }
}

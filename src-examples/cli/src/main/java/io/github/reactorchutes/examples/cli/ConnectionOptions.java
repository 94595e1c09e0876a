package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.EndpointUrl;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The server, the token and the timeouts. */
final class ConnectionOptions {

    private static final String API_VARIABLE = "CHUTES_API_URL";

    @Option(
            names = "--base-url",
            paramLabel = "URL",
            description = "Base URL of the endpoints, instead of the platform.")
    private @Nullable URI baseUrl;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "URL of the management API, which describes chutes. Default: the variable " + API_VARIABLE
                    + ", else --base-url if it is given, else the platform's.")
    private @Nullable URI apiUrl;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Read the API token from a file. Default: the variable " + TokenSource.VARIABLE + ".")
    private @Nullable Path tokenFile;

    @Option(
            names = "--proxy",
            paramLabel = "URL",
            description = "Proxy, such as http://user:password@host:3128 or socks5://host; none for no proxy."
                    + " Default: -Dhttps.proxyHost of the JVM, else HTTPS_PROXY or ALL_PROXY except for hosts in"
                    + " NO_PROXY.")
    private @Nullable String proxy;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Maximum time of the TCP connect. Default: 10s.")
    private @Nullable Duration connectTimeout;

    @Option(
            names = "--first-byte-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Maximum time to the response, which includes the generation. Default: 650s.")
    private @Nullable Duration firstByteTimeout;

    @Option(
            names = "--idle-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Maximum pause within a video. Default: 60s.")
    private @Nullable Duration idleTimeout;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Maximum retries of calls that certainly cost nothing: not connected, cold, at capacity."
                    + " Default: 0; for an operation 3; for a batch 3, and 60 when cold.")
    private @Nullable Integer retries;

    @Option(
            names = "--warm",
            description =
                    "Start an instance and wait until it is hot, before the first call and whenever the chute is cold."
                            + " Costs nothing.")
    private boolean warm;

    @Nullable
    URI baseUrl() {
        return baseUrl == null ? null : requireSafe("--base-url", baseUrl);
    }

    /** Return the URL of the management API, or {@code null} for the client's default. */
    @Nullable
    URI apiUrl(Shell.Environment environment) {
        if (apiUrl != null) {
            return requireSafe("--api-url", apiUrl);
        }
        String variable = environment.get(API_VARIABLE);
        return variable == null || variable.isBlank() ? null : requireSafe(API_VARIABLE, parse(variable.strip()));
    }

    private static URI parse(String variable) {
        try {
            return URI.create(variable);
        } catch (IllegalArgumentException invalid) {
            throw new UsageException(API_VARIABLE + " must be an absolute URL", invalid);
        }
    }

    private static URI requireSafe(String option, URI given) {
        URI url = EndpointUrl.requireValid(option, given);
        if ("http".equalsIgnoreCase(url.getScheme()) && !Server.isLoopback(url)) {
            throw new UsageException(option + " is plain http to " + url.getHost()
                    + ", which would expose the token: use https, or http to this machine");
        }
        return url;
    }

    /** Return the maximum number of attempts of a call. */
    int attempts() {
        return 1 + (warm ? Math.max(retries(), Retries.COLD) : retries());
    }

    boolean warms() {
        return warm;
    }

    int retries() {
        return retries(0);
    }

    int retries(int otherwise) {
        if (retries != null && retries < 0) {
            throw new UsageException("--retries must be 0 or more but was " + retries);
        }
        return Objects.requireNonNullElse(retries, otherwise);
    }

    @Nullable
    String token(Shell shell) throws IOException {
        return TokenSource.find(tokenFile, shell.environment());
    }

    Network network(Shell shell) {
        return new Network(proxy, shell.environment());
    }

    void applyTo(ChutesClient.Builder client) {
        Given.pass(baseUrl(), client::baseUrl);
        pass("--connect-timeout", connectTimeout, client::connectTimeout);
        pass("--first-byte-timeout", firstByteTimeout, client::firstByteTimeout);
        pass("--idle-timeout", idleTimeout, client::idleTimeout);
    }

    private static <T> void pass(String option, @Nullable T value, Consumer<? super T> setter) {
        try {
            Given.pass(value, setter);
        } catch (IllegalArgumentException invalid) {
            throw OptionNames.of(option, invalid);
        }
    }
}

package io.github.reactorchutes.fetch;

import io.github.reactorchutes.fetch.ImageFetchException.Reason;
import io.github.reactorchutes.netty.StrictClient;
import io.github.reactorchutes.request.Image;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Fetches images from the internet, for chutes that do not accept URLs. It is designed for untrusted URLs: it connects
 * only to public addresses, to the exact address it checked, and by default only to port 443 with {@code https}. It
 * does not follow redirects, use proxies, retry, or send tokens or cookies.
 *
 * <pre>{@code
 * ImageFetcher fetcher = ImageFetcher.builder().maxBytes(5_000_000).build();
 * Mono<Image> image = fetcher.fetch(URI.create("https://example.com/cat.png"));
 * }</pre>
 *
 * <p><b>Ownership.</b> Each fetch opens its own connection and closes it at the end; a fetcher needs no closing. It
 * uses Reactor Netty's shared event loops and DNS.
 *
 * <p><b>Threading.</b> Thread-safe. The caller must limit concurrent fetches: each holds the received part of its
 * image, and briefly a second copy at its end.
 *
 * @since 0.1.0
 */
public final class ImageFetcher {

    /** Content delivery networks send policies and cookies that exceed the usual 8 KB. */
    private static final int MAX_HEAD = 64 * 1024;

    private final Set<Integer> ports;

    private final boolean loopbackAllowed;

    private final int maxBytes;

    private final Duration timeout;

    private final HttpClient https;

    private final HttpClient http;

    private ImageFetcher(Builder settings) {
        this.ports = Set.copyOf(settings.ports);
        this.loopbackAllowed = settings.loopbackAllowed;
        this.maxBytes = settings.maxBytes;
        this.timeout = settings.timeout;
        this.https = secure(
                client(settings, loopbackAllowed ? AddressRule.PUBLIC_OR_LOOPBACK : AddressRule.PUBLIC),
                settings.sslContext);
        this.http = client(settings, AddressRule.LOOPBACK);
    }

    /**
     * Return a builder with the defaults.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    private static HttpClient client(Builder settings, AddressRule rule) {
        return StrictClient.protect(StrictClient.create(ConnectionProvider.newConnection()))
                .noProxy()
                .resolver(new GuardedResolverGroup(() -> HttpResources.get().getOrCreateDefaultResolver(), rule))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.connectTimeout.toMillis())
                .keepAlive(false)
                .httpResponseDecoder(decoder -> decoder.maxHeaderSize(MAX_HEAD).maxInitialLineLength(MAX_HEAD))
                .headers(headers -> headers.set(HttpHeaderNames.ACCEPT, "image/*"));
    }

    private static HttpClient secure(HttpClient client, @Nullable SSLContext context) {
        return context == null
                ? client.secure()
                : client.secure(spec -> spec.sslContext(new JdkSslContext(
                                context,
                                true,
                                null,
                                IdentityCipherSuiteFilter.INSTANCE,
                                ApplicationProtocolConfig.DISABLED,
                                ClientAuth.NONE,
                                null,
                                false))
                        .handlerConfigurator(ImageFetcher::verifyHostName));
    }

    private static void verifyHostName(SslHandler handler) {
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
    }

    /**
     * Fetch an image into memory on subscription, once for each subscription.
     *
     * <p><b>Cancellation.</b> Closes the connection.
     *
     * <p><b>Errors.</b> An {@link ImageFetchException}, whose reason states what failed. The response must be complete,
     * with status 200, without a content coding and with a head of at most 64 KB. Its content must begin like a PNG,
     * JPEG, WebP, GIF or BMP image, whatever its declared type. A type that is certainly not an image, such as {@code
     * text/html}, is rejected before the first byte. Interim responses, such as 103, are skipped.
     *
     * <p><b>Threading.</b> Emits on an event loop.
     *
     * @param url absolute, with a host and without user-info
     * @return the image
     */
    public Mono<Image> fetch(URI url) {
        Objects.requireNonNull(url, "url");
        return Mono.defer(() -> get(ImageUrl.require(url, ports, loopbackAllowed)));
    }

    private Mono<Image> get(ImageUrl url) {
        return (url.isHttp() ? http : https)
                .get()
                .uri(url.text())
                .response((head, body) -> new ImageAnswer(url, maxBytes).read(head, body))
                .single()
                .timeout(timeout)
                .onErrorMap(error -> failure(url, error));
    }

    private ImageFetchException failure(ImageUrl url, Throwable error) {
        if (error instanceof ImageFetchException known) {
            return known;
        }
        if (error instanceof RefusedAddressException) {
            return url.failure(Reason.ADDRESS, String.valueOf(error.getMessage()), error);
        }
        if (error instanceof TimeoutException) {
            return url.failure(Reason.TIMEOUT, "it did not arrive completely within " + timeout, null);
        }
        String step = error instanceof UnknownHostException ? "the host was not found" : "the connection failed";
        return url.failure(Reason.CONNECTION, step + ": " + describe(error), error);
    }

    private static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    /**
     * Builds a fetcher.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private static final Duration MAX_TIMEOUT = Duration.ofDays(24);

        private final Set<Integer> ports = new HashSet<>();

        private boolean loopbackAllowed;

        private int maxBytes = 10 * 1024 * 1024;

        private Duration timeout = Duration.ofSeconds(30);

        private Duration connectTimeout = Duration.ofSeconds(5);

        private @Nullable SSLContext sslContext;

        private Builder() {}

        /**
         * Limit the size of an image. Default: 10 MiB.
         *
         * @param maxBytes 1 or more
         * @return this builder
         */
        public Builder maxBytes(int maxBytes) {
            if (maxBytes < 1) {
                throw new IllegalArgumentException("maxBytes must be 1 or more but was " + maxBytes);
            }
            this.maxBytes = maxBytes;
            return this;
        }

        /**
         * Limit the time of a whole fetch, from the host look-up to the last byte. Default: 30 seconds.
         *
         * @param timeout positive, at most 24 days
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            this.timeout = positive("timeout", timeout);
            return this;
        }

        /**
         * Limit the time of the TCP connect to each address of the host. Default: 5 seconds.
         *
         * @param timeout 1 millisecond or more, at most 24 days
         * @return this builder
         */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /**
         * Allow a port in addition to 443. Default: none.
         *
         * @param port 1 to 65535
         * @return this builder
         */
        public Builder allowPort(int port) {
            if (port < 1 || port > 65535) {
                throw new IllegalArgumentException("port must be between 1 and 65535 but was " + port);
            }
            ports.add(port);
            return this;
        }

        /**
         * Allow loopback addresses, and plain {@code http} to them, for development. Never enable this for untrusted
         * URLs. Default: false.
         *
         * @param allowed whether to allow it
         * @return this builder
         */
        public Builder allowLoopback(boolean allowed) {
            this.loopbackAllowed = allowed;
            return this;
        }

        /**
         * Trust other certificate authorities than the JDK's, such as a private one. Host names are still verified.
         *
         * @param context the trusted authorities, and a client certificate if needed
         * @return this builder
         */
        public Builder sslContext(SSLContext context) {
            this.sslContext = Objects.requireNonNull(context, "context");
            return this;
        }

        /**
         * Build the fetcher without opening a connection.
         *
         * @return the fetcher
         */
        public ImageFetcher build() {
            return new ImageFetcher(this);
        }

        private static Duration positive(String name, Duration timeout) {
            if (timeout.toMillis() < 1 || timeout.compareTo(MAX_TIMEOUT) > 0) {
                throw new IllegalArgumentException(name + " must be 1 millisecond or more and at most "
                        + MAX_TIMEOUT.toDays() + " days but was " + timeout);
            }
            return timeout;
        }
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.request.EndpointUrl;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.spring.properties.HttpProperties;
import java.net.URI;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Creates clients from their settings, and then applies the application's customizers. */
final class ClientFactory {

    private final HttpSetup http;

    private final Registries registries;

    private final ObjectProvider<ChutesTokenProvider> hostTokens;

    private final ObjectProvider<ChutesConnectionDetails> details;

    private final List<ChutesClientBuilderCustomizer> customizers;

    private final ObjectProvider<CallObservations> observations;

    ClientFactory(
            HttpSetup http,
            Registries registries,
            ObjectProvider<ChutesTokenProvider> hostTokens,
            ObjectProvider<ChutesConnectionDetails> details,
            List<ChutesClientBuilderCustomizer> customizers,
            ObjectProvider<CallObservations> observations) {
        this.http = http;
        this.registries = registries;
        this.hostTokens = hostTokens;
        this.details = details;
        this.customizers = customizers;
        this.observations = observations;
    }

    /** Return whether the client has a token from any source. */
    boolean hasToken(ClientSettings settings) {
        return token(settings) != null;
    }

    ManagedClient create(ClientSettings settings) {
        if (!hasToken(settings)) {
            throw Tokens.missing(settings);
        }
        Locations locations = locations(settings);
        ClientLimits limits = new ClientLimits(settings, registries);
        CallRecord record = new CallRecord();
        UnaryOperator<HttpClient> setup = setup(settings);
        ChutesClient.Builder builder = ChutesClient.builder().filter(record);
        configure(builder, settings, locations, limits, setup);
        return new ManagedClient(
                build(builder), isObserved(settings), locations, limits, record, ping(locations.ping(), setup));
    }

    /** Create a builder for an unmanaged client. If the settings have no token, the caller must set one. */
    ChutesClient.Builder builder(ClientSettings settings) {
        ChutesClient.Builder builder = ChutesClient.builder();
        configure(builder, settings, locations(settings), new ClientLimits(settings, registries), setup(settings));
        return builder;
    }

    private void configure(
            ChutesClient.Builder builder,
            ClientSettings settings,
            Locations locations,
            ClientLimits limits,
            UnaryOperator<HttpClient> setup) {
        ChutesTokenProvider token = token(settings);
        if (token != null) {
            builder.tokenProvider(token);
        }
        locations.applyTo(builder);
        settings.properties()
                .getTrustedHosts()
                .forEach(host -> settings.check(
                        "trusted-hosts", () -> builder.trustHost(EndpointUrl.requireHost("each", host))));
        builder.verifyVideo(settings.properties().isVerifyVideo());
        applyHttp(builder, settings);
        builder.httpClient(UserAgent::addTo).httpClient(setup).filters(limits.filters());
        customizers.forEach(customizer -> customizer.customize(builder, settings.name()));
        if (isObserved(settings)) {
            observations.ifAvailable(found -> observe(builder, settings, found));
        }
    }

    private static boolean isObserved(ClientSettings settings) {
        return settings.properties().getObservation().isEnabled();
    }

    private static void observe(ChutesClient.Builder builder, ClientSettings settings, CallObservations observations) {
        try {
            builder.filters(observations.of(settings.name()));
        } catch (IllegalStateException twice) {
            throw new ConfigurationProblem(
                    "The calls of the Chutes client \"" + settings.name() + "\" would be observed twice: by a"
                            + " ChutesClientBuilderCustomizer, and by the starter.",
                    "Remove ChutesObservations or ChutesMetrics from the customizer, or set "
                            + settings.key("observation.enabled") + " to false.",
                    twice);
        }
    }

    private static void applyHttp(ChutesClient.Builder builder, ClientSettings settings) {
        HttpProperties http = settings.properties().getHttp();
        settings.check("http.prepare-timeout", () -> builder.prepareTimeout(http.getPrepareTimeout()));
        settings.check("http.upload-idle-timeout", () -> builder.uploadIdleTimeout(http.getUploadIdleTimeout()));
        settings.check("http.connect-timeout", () -> builder.connectTimeout(http.getConnectTimeout()));
        settings.check("http.first-byte-timeout", () -> builder.firstByteTimeout(http.getFirstByteTimeout()));
        settings.check("http.idle-timeout", () -> builder.idleTimeout(http.getIdleTimeout()));
        settings.check("http.consumer-idle-timeout", () -> builder.consumerIdleTimeout(http.getConsumerIdleTimeout()));
        settings.check("http.abandonment-timeout", () -> builder.abandonmentTimeout(http.getAbandonmentTimeout()));
        settings.check(
                "http.max-request-size",
                () -> builder.maxRequestBytes(http.getMaxRequestSize().toBytes()));
        settings.check(
                "http.max-head-size",
                () -> builder.maxHeadBytes(
                        Math.toIntExact(Math.min(http.getMaxHeadSize().toBytes(), Integer.MAX_VALUE))));
        settings.check(
                "http.pool.max-idle-time",
                () -> builder.maxIdleTime(http.getPool().getMaxIdleTime()));
        settings.check(
                "http.pool.max-connections",
                () -> builder.maxConnections(http.getPool().getMaxConnections()));
        settings.check(
                "http.pool.acquire-timeout",
                () -> builder.acquireTimeout(http.getPool().getAcquireTimeout()));
    }

    private static ChutesClient build(ChutesClient.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException refused) {
            throw new ConfigurationProblem(
                    "The Chutes client cannot be created: " + refused.getMessage() + ".",
                    "Correct chutes.base-url, chutes.endpoints.*.url or the ChutesClientBuilderCustomizer beans;"
                            + " chutes.allow-insecure-http=true allows plain http in a trusted network.",
                    refused);
        }
    }

    /**
     * The most specific source wins: a named client's own settings, then the application's beans, then the shared
     * settings.
     */
    private @Nullable ChutesTokenProvider token(ClientSettings settings) {
        if (!settings.ownsToken()) {
            ChutesTokenProvider fromHost = hostTokens.getIfUnique();
            ChutesConnectionDetails known = fromHost == null ? details.getIfUnique() : null;
            ChutesTokenProvider found = known == null ? fromHost : known.tokenProvider();
            if (found != null) {
                return found;
            }
        }
        return Tokens.find(settings);
    }

    private Locations locations(ClientSettings settings) {
        ChutesConnectionDetails known = details(settings);
        return new Locations(settings, known == null ? null : known.baseUrl());
    }

    private UnaryOperator<HttpClient> setup(ClientSettings settings) {
        ChutesConnectionDetails known = details(settings);
        return http.of(settings, known == null ? null : known.sslBundle());
    }

    /** Connection details do not apply to a client that has its own URL. */
    private @Nullable ChutesConnectionDetails details(ClientSettings settings) {
        return settings.ownsUrl() ? null : details.getIfUnique();
    }

    /** Use a separate connection without the token, and close it after the response. */
    private static Mono<Void> ping(URI url, UnaryOperator<HttpClient> setup) {
        return Mono.defer(() -> setup.apply(HttpClient.newConnection())
                .get()
                .uri(url)
                .response()
                .flatMap(answer -> answer.status().code() == 200
                        ? Mono.empty()
                        : Mono.error(new IllegalStateException("GET /ping responded with status " + answer.status()))));
    }
}

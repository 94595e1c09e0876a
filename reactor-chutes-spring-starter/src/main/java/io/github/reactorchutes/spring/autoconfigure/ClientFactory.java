package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.request.EndpointUrl;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesConnectionDetails;
import io.github.reactorchutes.spring.properties.HttpProperties;
import io.github.reactorchutes.spring.properties.PoolProperties;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Creates clients from their settings, and then applies the application's customizers. */
final class ClientFactory {

    private static final Duration LONGEST_TIMER = Duration.ofDays(24);

    private final HttpSetup http;

    private final Registries registries;

    private final Accounts accounts;

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
            ObjectProvider<CallObservations> observations,
            @Nullable SharedAccounts shared,
            @Nullable String account) {
        this.http = http;
        this.registries = registries;
        this.accounts = new Accounts(registries.rateLimiters().registry(), this::token, shared, account);
        this.hostTokens = hostTokens;
        this.details = details;
        this.customizers = customizers;
        this.observations = observations;
    }

    /** Return whether the client has a token from any source. */
    boolean hasToken(ClientSettings settings) {
        return token(settings) != null;
    }

    /** Create the clients, which share the limits of their accounts. */
    void create(List<ClientSettings> settings, BiConsumer<String, ManagedClient> created) {
        accounts.group(settings);
        settings.forEach(one -> created.accept(one.name(), create(one)));
    }

    private ManagedClient create(ClientSettings settings) {
        if (!hasToken(settings)) {
            throw Tokens.missing(settings);
        }
        Locations locations = locations(settings);
        ClientLimits limits = new ClientLimits(settings, registries, accounts.of(settings));
        CallRecord record = new CallRecord();
        UnaryOperator<HttpClient> setup = setup(settings);
        ChutesClient.Builder builder = ChutesClient.builder().filter(record);
        configure(builder, settings, locations, limits, setup);
        ChutesClient client = build(builder, settings.name());
        AccountWatch account = AccountWatch.of(client.account(), settings);
        return new ManagedClient(client, locations, limits, record, ping(locations.ping(), setup), account);
    }

    /** Create a builder for an unmanaged client. If the settings have no token, the caller must set one. */
    ChutesClient.Builder builder(ClientSettings settings) {
        ChutesClient.Builder builder = ChutesClient.builder();
        configure(
                builder,
                settings,
                locations(settings),
                new ClientLimits(settings, registries, accounts.of(settings)),
                setup(settings));
        return builder;
    }

    private void configure(
            ChutesClient.Builder builder,
            ClientSettings settings,
            Locations locations,
            ClientLimits limits,
            UnaryOperator<HttpClient> setup) {
        builder.name(settings.name());
        ChutesTokenProvider token = token(settings);
        if (token != null) {
            builder.tokenProvider(token);
        }
        locations.applyTo(builder);
        settings.properties().getTrustedHosts().forEach(host -> builder.trustHost(trusted(settings, host)));
        builder.verifyVideo(settings.properties().isVerifyVideo());
        FieldDefaults.apply(builder, settings);
        applyHttp(builder, settings);
        builder.httpClient(UserAgent::addTo).httpClient(setup).filters(limits::addTo);
        customizers.forEach(customizer -> customizer.customize(builder, settings.name()));
        if (settings.properties().getObservation().isEnabled()) {
            observations.ifAvailable(found -> observe(builder, settings, found));
        }
    }

    private static String trusted(ClientSettings settings, String host) {
        try {
            return EndpointUrl.requireHost("it", host);
        } catch (IllegalArgumentException invalid) {
            throw settings.problem(
                    settings.key("trusted-hosts") + " must be host names or IP addresses without scheme, port and path,"
                            + " but one is " + ClientSettings.withoutUser(host) + ".",
                    "Correct that host.",
                    invalid,
                    "trusted-hosts");
        }
    }

    private static void observe(ChutesClient.Builder builder, ClientSettings settings, CallObservations observations) {
        try {
            builder.filters(observations.of(settings.name()));
        } catch (IllegalStateException twice) {
            throw settings.problem(
                    "The calls of the Chutes client \"" + settings.name() + "\" would be observed twice: by a"
                            + " ChutesClientBuilderCustomizer, and by the starter.",
                    "Remove ChutesObservations or ChutesMetrics from the customizer, or set "
                            + settings.ownKey("observation.enabled") + " to false.",
                    twice,
                    "observation.enabled");
        }
    }

    private static void applyHttp(ChutesClient.Builder builder, ClientSettings settings) {
        HttpProperties http = settings.properties().getHttp();
        builder.prepareTimeout(timer(settings, "http.prepare-timeout", http.getPrepareTimeout()))
                .uploadIdleTimeout(timer(settings, "http.upload-idle-timeout", http.getUploadIdleTimeout()))
                .connectTimeout(timer(settings, "http.connect-timeout", http.getConnectTimeout()))
                .firstByteTimeout(timer(settings, "http.first-byte-timeout", http.getFirstByteTimeout()))
                .idleTimeout(timer(settings, "http.idle-timeout", http.getIdleTimeout()))
                .abandonmentTimeout(timer(settings, "http.abandonment-timeout", http.getAbandonmentTimeout()))
                .consumerIdleTimeout(settings.timeOrZero(
                        "http.consumer-idle-timeout", http.getConsumerIdleTimeout(), LONGEST_TIMER));
        applySizes(builder, settings, http);
        applyPool(builder, settings, http.getPool());
    }

    private static Duration timer(ClientSettings settings, String leaf, Duration time) {
        return settings.time(leaf, time, LONGEST_TIMER);
    }

    private static void applySizes(ChutesClient.Builder builder, ClientSettings settings, HttpProperties http) {
        DataSize request = http.getMaxRequestSize();
        DataSize head = http.getMaxHeadSize();
        settings.require("http.max-request-size", request.toBytes() >= 1, "1 byte or more", request);
        settings.require("http.max-head-size", head.toKilobytes() >= 1, "1KB or more", head);
        builder.maxRequestBytes(request.toBytes())
                .maxHeadBytes(Math.toIntExact(Math.min(head.toBytes(), Integer.MAX_VALUE)));
    }

    private static void applyPool(ChutesClient.Builder builder, ClientSettings settings, PoolProperties pool) {
        settings.atLeast("http.pool.max-connections", pool.getMaxConnections(), 1);
        builder.maxConnections(pool.getMaxConnections())
                .acquireTimeout(timer(settings, "http.pool.acquire-timeout", pool.getAcquireTimeout()))
                .maxIdleTime(settings.timeOrZero("http.pool.max-idle-time", pool.getMaxIdleTime(), LONGEST_TIMER));
    }

    /** The settings were checked before, so a value can only be wrong if a customizer set it. */
    private static ChutesClient build(ChutesClient.Builder builder, String name) {
        try {
            return builder.build();
        } catch (IllegalArgumentException refused) {
            throw new ConfigurationProblem(
                    "A ChutesClientBuilderCustomizer made the Chutes client \"" + name + "\" invalid: "
                            + refused.getMessage() + ".",
                    "Correct the ChutesClientBuilderCustomizer beans.",
                    "",
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

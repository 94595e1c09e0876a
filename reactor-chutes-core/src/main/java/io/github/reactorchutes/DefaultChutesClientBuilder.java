package io.github.reactorchutes;

import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.netty.ConnectionSettings;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.RequestDefaults;
import io.github.reactorchutes.transport.EndpointUrls;
import io.github.reactorchutes.transport.TransportConfig;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

final class DefaultChutesClientBuilder implements ChutesClient.Builder {

    private final Map<Endpoint, URI> endpointUrls = new HashMap<>();

    private final Map<String, URI> namedUrls = new HashMap<>();

    private final Set<String> trustedHosts = new HashSet<>();

    private final List<VideoExchangeFilter> filters = new ArrayList<>();

    private @Nullable ChutesTokenProvider tokenProvider;

    private final RequestDefaults defaults;

    private @Nullable String name;

    private @Nullable URI baseUrl;

    private @Nullable URI apiUrl;

    private boolean insecureHttpAllowed;

    private int maxConnections = 500;

    private Duration acquireTimeout = Duration.ofSeconds(45);

    private Duration maxIdleTime = Duration.ofSeconds(4);

    private Duration prepareTimeout = Duration.ofSeconds(60);

    private Duration connectTimeout = Duration.ofSeconds(10);

    private Duration uploadIdleTimeout = Duration.ofSeconds(60);

    private Duration firstByteTimeout = Duration.ofSeconds(650);

    private Duration idleTimeout = Duration.ofSeconds(60);

    private Duration consumerIdleTimeout = Duration.ofMinutes(10);

    private Duration abandonmentTimeout = Duration.ofSeconds(30);

    private boolean videoVerified = true;

    private long maxRequestBytes = 128L * 1024 * 1024;

    private int maxHeadBytes = 64 * 1024;

    private UnaryOperator<HttpClient> customizer = UnaryOperator.identity();

    DefaultChutesClientBuilder() {
        this(new RequestDefaults());
    }

    private DefaultChutesClientBuilder(RequestDefaults defaults) {
        this.defaults = defaults;
    }

    @Override
    public ChutesClient.Builder tokenProvider(ChutesTokenProvider tokenProvider) {
        this.tokenProvider = Objects.requireNonNull(tokenProvider, "tokenProvider");
        return this;
    }

    @Override
    public ChutesClient.Builder name(String name) {
        this.name = Objects.requireNonNull(name, "name");
        return this;
    }

    @Override
    public ChutesClient.Builder defaults(Endpoint endpoint, Map<String, ?> fields) {
        defaults.add(endpoint, fields);
        return this;
    }

    @Override
    public ChutesClient.Builder baseUrl(URI baseUrl) {
        this.baseUrl = Objects.requireNonNull(baseUrl, "baseUrl");
        return this;
    }

    @Override
    public ChutesClient.Builder apiUrl(URI apiUrl) {
        this.apiUrl = Objects.requireNonNull(apiUrl, "apiUrl");
        return this;
    }

    @Override
    public ChutesClient.Builder endpointUrl(Endpoint endpoint, URI url) {
        endpointUrls.put(Objects.requireNonNull(endpoint, "endpoint"), Objects.requireNonNull(url, "url"));
        return this;
    }

    @Override
    public ChutesClient.Builder endpointUrl(String name, URI url) {
        namedUrls.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(url, "url"));
        return this;
    }

    @Override
    public ChutesClient.Builder trustHost(String host) {
        trustedHosts.add(Objects.requireNonNull(host, "host"));
        return this;
    }

    @Override
    public ChutesClient.Builder allowInsecureHttp(boolean allowed) {
        this.insecureHttpAllowed = allowed;
        return this;
    }

    @Override
    public ChutesClient.Builder maxConnections(int maxConnections) {
        if (maxConnections < 1) {
            throw new IllegalArgumentException("maxConnections must be 1 or more but was " + maxConnections);
        }
        this.maxConnections = maxConnections;
        return this;
    }

    @Override
    public ChutesClient.Builder acquireTimeout(Duration timeout) {
        this.acquireTimeout = Timeouts.positive("acquireTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder maxIdleTime(Duration time) {
        this.maxIdleTime = time.isZero() ? time : Timeouts.positive("maxIdleTime", time);
        return this;
    }

    @Override
    public ChutesClient.Builder prepareTimeout(Duration timeout) {
        this.prepareTimeout = Timeouts.positive("prepareTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder uploadIdleTimeout(Duration timeout) {
        this.uploadIdleTimeout = Timeouts.positive("uploadIdleTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder connectTimeout(Duration timeout) {
        this.connectTimeout = Timeouts.positive("connectTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder firstByteTimeout(Duration timeout) {
        this.firstByteTimeout = Timeouts.positive("firstByteTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder idleTimeout(Duration timeout) {
        this.idleTimeout = Timeouts.positive("idleTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder consumerIdleTimeout(Duration timeout) {
        this.consumerIdleTimeout = timeout.isZero() ? timeout : Timeouts.positive("consumerIdleTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder abandonmentTimeout(Duration timeout) {
        this.abandonmentTimeout = Timeouts.positive("abandonmentTimeout", timeout);
        return this;
    }

    @Override
    public ChutesClient.Builder verifyVideo(boolean verified) {
        this.videoVerified = verified;
        return this;
    }

    @Override
    public ChutesClient.Builder maxRequestBytes(long maxBytes) {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxRequestBytes must be 1 or more but was " + maxBytes);
        }
        this.maxRequestBytes = maxBytes;
        return this;
    }

    @Override
    public ChutesClient.Builder maxHeadBytes(int maxBytes) {
        if (maxBytes < 1024) {
            throw new IllegalArgumentException("maxHeadBytes must be 1024 or more but was " + maxBytes);
        }
        this.maxHeadBytes = maxBytes;
        return this;
    }

    @Override
    public ChutesClient.Builder httpClient(UnaryOperator<HttpClient> customizer) {
        UnaryOperator<HttpClient> before = this.customizer;
        Objects.requireNonNull(customizer, "customizer");
        this.customizer = client -> customizer.apply(before.apply(client));
        return this;
    }

    @Override
    public ChutesClient.Builder filter(VideoExchangeFilter filter) {
        filters.add(Objects.requireNonNull(filter, "filter"));
        return this;
    }

    @Override
    public ChutesClient.Builder filters(Consumer<List<VideoExchangeFilter>> change) {
        change.accept(filters);
        return this;
    }

    @Override
    public ChutesClient build() {
        filters.forEach(this::requireConnectionsFor);
        return new DefaultChutesClient(copy());
    }

    private void requireConnectionsFor(VideoExchangeFilter filter) {
        int calls = filter.maxConcurrentCalls();
        if (calls != Integer.MAX_VALUE && calls > maxConnections) {
            throw new IllegalArgumentException("a filter allows " + calls
                    + " concurrent calls, but maxConnections is " + maxConnections
                    + ": raise maxConnections or lower the concurrency limit");
        }
    }

    /** Return the filters from the outermost to the innermost. */
    List<VideoExchangeFilter> filters() {
        return filters.stream()
                .sorted(Comparator.comparing(VideoExchangeFilter::position))
                .toList();
    }

    DefaultChutesClientBuilder copy() {
        DefaultChutesClientBuilder copy = new DefaultChutesClientBuilder(defaults.copy());
        copy.endpointUrls.putAll(endpointUrls);
        copy.namedUrls.putAll(namedUrls);
        copy.trustedHosts.addAll(trustedHosts);
        copy.filters.addAll(filters);
        copy.tokenProvider = tokenProvider;
        copy.name = name;
        copy.baseUrl = baseUrl;
        copy.apiUrl = apiUrl;
        copy.insecureHttpAllowed = insecureHttpAllowed;
        copy.maxConnections = maxConnections;
        copy.acquireTimeout = acquireTimeout;
        copy.maxIdleTime = maxIdleTime;
        copy.prepareTimeout = prepareTimeout;
        copy.connectTimeout = connectTimeout;
        copy.uploadIdleTimeout = uploadIdleTimeout;
        copy.firstByteTimeout = firstByteTimeout;
        copy.idleTimeout = idleTimeout;
        copy.consumerIdleTimeout = consumerIdleTimeout;
        copy.abandonmentTimeout = abandonmentTimeout;
        copy.videoVerified = videoVerified;
        copy.maxRequestBytes = maxRequestBytes;
        copy.maxHeadBytes = maxHeadBytes;
        copy.customizer = customizer;
        return copy;
    }

    @Nullable
    String name() {
        return name;
    }

    boolean verifiesVideo() {
        return videoVerified;
    }

    RequestDefaults defaults() {
        return defaults;
    }

    TransportConfig transportConfig() {
        if (tokenProvider == null) {
            throw new IllegalStateException("no API token: call apiToken(..) or tokenProvider(..) before build()");
        }
        return new TransportConfig(
                tokenProvider,
                new EndpointUrls(baseUrl, endpointUrls, namedUrls, trustedHosts, insecureHttpAllowed),
                apiUrl,
                new ConnectionSettings(
                        maxConnections, maxIdleTime, acquireTimeout, connectTimeout, maxHeadBytes, customizer),
                prepareTimeout,
                uploadIdleTimeout,
                firstByteTimeout,
                idleTimeout,
                consumerIdleTimeout,
                abandonmentTimeout,
                videoVerified,
                maxRequestBytes);
    }
}

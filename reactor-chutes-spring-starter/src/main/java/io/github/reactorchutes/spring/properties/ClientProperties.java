package io.github.reactorchutes.spring.properties;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Settings of one client. A client under {@code chutes.clients} inherits unset values from {@code chutes}. There is
 * deliberately no {@code toString}, so that the token is never printed.
 *
 * @since 0.1.0
 */
public class ClientProperties {

    /** API token, without a Bearer prefix. */
    private @Nullable String apiToken;

    /**
     * File that contains the API token, such as a mounted secret. It is read for each attempt, so that the token can be
     * rotated.
     */
    private @Nullable Path tokenFile;

    /** Base URL of the known endpoints. Without one, the platform's own hosts are called. */
    private @Nullable URI baseUrl;

    /**
     * URL of the management API: catalogue, warm-ups, operations and account. The base URL if not set, otherwise the
     * platform's.
     */
    private @Nullable URI apiUrl;

    /** Endpoints by name: the known ones and custom ones. */
    private final Map<String, EndpointProperties> endpoints = new LinkedHashMap<>();

    /** Additional hosts that requests with a custom URL may send the token to. */
    private Set<String> trustedHosts = new LinkedHashSet<>();

    /** Whether to allow plain HTTP to hosts other than the loopback. The token is then readable on the network. */
    private boolean allowInsecureHttp = false;

    /** Whether to fail a body that is text or a broken MP4 although HTTP delivered all of it. */
    private boolean verifyVideo = true;

    /** Maximum time of a whole call: waiting, all attempts and the video. Unlimited if not set. */
    private @Nullable Duration deadline;

    /** Whether to share the concurrency and rate limits with the other clients that have the same token. */
    private boolean shareLimits = true;

    /** HTTP. */
    @NestedConfigurationProperty
    private final HttpProperties http = new HttpProperties();

    /** Retries. */
    @NestedConfigurationProperty
    private final RetryProperties retry = new RetryProperties();

    /** Rate limit. */
    @NestedConfigurationProperty
    private final RateLimitProperties rateLimit = new RateLimitProperties();

    /** Circuit breaker. */
    @NestedConfigurationProperty
    private final CircuitBreakerProperties circuitBreaker = new CircuitBreakerProperties();

    /** Concurrency limit. */
    @NestedConfigurationProperty
    private final ConcurrencyProperties concurrency = new ConcurrencyProperties();

    /** Defaults of requests. */
    @NestedConfigurationProperty
    private final DefaultsProperties defaults = new DefaultsProperties();

    /** The account. */
    @NestedConfigurationProperty
    private final AccountProperties account = new AccountProperties();

    /** Metrics and traces. */
    @NestedConfigurationProperty
    private final ObservationProperties observation = new ObservationProperties();

    public @Nullable String getApiToken() {
        return apiToken;
    }

    public void setApiToken(@Nullable String apiToken) {
        this.apiToken = apiToken;
    }

    public @Nullable Path getTokenFile() {
        return tokenFile;
    }

    public void setTokenFile(@Nullable Path tokenFile) {
        this.tokenFile = tokenFile;
    }

    public @Nullable URI getBaseUrl() {
        return baseUrl;
    }

    public void setBaseUrl(@Nullable URI baseUrl) {
        this.baseUrl = baseUrl;
    }

    public @Nullable URI getApiUrl() {
        return apiUrl;
    }

    public void setApiUrl(@Nullable URI apiUrl) {
        this.apiUrl = apiUrl;
    }

    public Map<String, EndpointProperties> getEndpoints() {
        return endpoints;
    }

    public Set<String> getTrustedHosts() {
        return trustedHosts;
    }

    public void setTrustedHosts(Set<String> trustedHosts) {
        this.trustedHosts = trustedHosts;
    }

    public boolean isAllowInsecureHttp() {
        return allowInsecureHttp;
    }

    public void setAllowInsecureHttp(boolean allowInsecureHttp) {
        this.allowInsecureHttp = allowInsecureHttp;
    }

    public boolean isVerifyVideo() {
        return verifyVideo;
    }

    public void setVerifyVideo(boolean verifyVideo) {
        this.verifyVideo = verifyVideo;
    }

    public @Nullable Duration getDeadline() {
        return deadline;
    }

    public void setDeadline(@Nullable Duration deadline) {
        this.deadline = deadline;
    }

    public boolean isShareLimits() {
        return shareLimits;
    }

    public void setShareLimits(boolean shareLimits) {
        this.shareLimits = shareLimits;
    }

    public HttpProperties getHttp() {
        return http;
    }

    public RetryProperties getRetry() {
        return retry;
    }

    public RateLimitProperties getRateLimit() {
        return rateLimit;
    }

    public CircuitBreakerProperties getCircuitBreaker() {
        return circuitBreaker;
    }

    public ConcurrencyProperties getConcurrency() {
        return concurrency;
    }

    public DefaultsProperties getDefaults() {
        return defaults;
    }

    public AccountProperties getAccount() {
        return account;
    }

    public ObservationProperties getObservation() {
        return observation;
    }
}

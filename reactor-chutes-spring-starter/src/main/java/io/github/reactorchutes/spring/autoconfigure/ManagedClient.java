package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.ConnectionStats;
import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.spring.CallFailure;
import io.github.reactorchutes.spring.ClientStatus;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A client created from settings, and its status. */
record ManagedClient(
        ChutesClient client,
        Locations locations,
        ClientLimits limits,
        CallRecord record,
        Mono<Void> ping,
        @Nullable AccountWatch account) {

    ClientStatus status() {
        Optional<ConcurrencyLimitFilter> concurrency =
                Optional.ofNullable(limits.filters().concurrency());
        Optional<RateLimitFilter> rateLimit =
                Optional.ofNullable(limits.filters().rateLimit());
        return new Status(
                locations.byEndpoint(),
                limits.breakerStates(),
                client.connectionStats(),
                record.underWay(),
                concurrency.map(ConcurrencyLimitFilter::availablePermits).orElse(null),
                concurrency.map(ConcurrencyLimitFilter::waitingCalls).orElse(0),
                rateLimit.map(RateLimitFilter::waitingCalls).orElse(0),
                limits.sharesWith(),
                record.lastSuccess(),
                record.lastFailure(),
                record.quota());
    }

    private record Status(
            Map<String, URI> endpoints,
            Map<String, CircuitBreaker.State> circuitBreakers,
            ConnectionStats connections,
            int callsUnderWay,
            @Nullable Integer availablePermits,
            int waitingForPermit,
            int waitingForRate,
            Set<String> sharesLimitsWith,
            @Nullable Instant lastSuccess,
            @Nullable CallFailure lastFailure,
            @Nullable Quota quota)
            implements ClientStatus {}
}

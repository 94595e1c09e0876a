package io.github.reactorchutes;

import io.github.reactorchutes.account.Account;
import io.github.reactorchutes.account.PlatformAccount;
import io.github.reactorchutes.catalogue.Catalogue;
import io.github.reactorchutes.catalogue.PlatformCatalogue;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.log.CallLog;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.operation.Operations;
import io.github.reactorchutes.operation.PlatformOperations;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.transport.HttpTransport;
import io.github.reactorchutes.warmup.ColdChutes;
import io.github.reactorchutes.warmup.WarmUpState;
import io.github.reactorchutes.warmup.WarmUps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionPoolMetrics;

final class DefaultChutesClient implements ChutesClient {

    private final DefaultChutesClientBuilder settings;

    private final HttpTransport transport;

    private final VideoExchange chain;

    private final Operations operations;

    private final WarmUps warmUps;

    private final Account account;

    /** The builder must be a private copy, because the client keeps it as its settings. */
    DefaultChutesClient(DefaultChutesClientBuilder settings) {
        this.settings = settings;
        this.transport = new HttpTransport(settings.transportConfig());
        ManagementApi management = transport.management();
        this.warmUps = new WarmUps(management);
        this.account = new PlatformAccount(management);
        this.chain = chain(watching(settings.filters(), management), transport);
        this.operations =
                new PlatformOperations(management, this::start, transport::download, settings.verifiesVideo());
    }

    /** Give the retry filters the client's own watch of cold starts. */
    private List<VideoExchangeFilter> watching(List<VideoExchangeFilter> filters, ManagementApi management) {
        ColdChutes cold = new ColdChutes(warmUps, management::slugOf);
        return filters.stream()
                .map(filter -> filter instanceof RetryFilter retry ? retry.watching(cold::untilHot) : filter)
                .toList();
    }

    private static VideoExchange chain(List<VideoExchangeFilter> filters, HttpTransport transport) {
        List<VideoExchangeFilter> all = new ArrayList<>(filters);
        int place = beforeWaiting(filters);
        if (place < filters.size()) {
            all.add(place, validation(transport));
        }
        VideoExchange chain = transport;
        for (int i = all.size() - 1; i >= 0; i--) {
            chain = chain.filteredBy(all.get(i));
        }
        return chain.filteredBy(new CallLog());
    }

    /** Fail requests that cannot be sent before they wait for a permit, and before they take one from others. */
    private static VideoExchangeFilter validation(HttpTransport transport) {
        return (call, next) -> transport.validate(call).then(Mono.defer(() -> next.exchange(call)));
    }

    /** Return the place of the first filter that lets calls wait. Filters outside of it also see invalid requests. */
    private static int beforeWaiting(List<VideoExchangeFilter> filters) {
        int place = 0;
        while (place < filters.size() && !letsCallsWait(filters.get(place))) {
            place++;
        }
        return place;
    }

    private static boolean letsCallsWait(VideoExchangeFilter filter) {
        return filter instanceof ConcurrencyLimitFilter
                || filter instanceof RetryFilter
                || filter instanceof RateLimitFilter;
    }

    @Override
    public Mono<VideoResponse> exchange(VideoRequest request) {
        return call(request, UnaryOperator.identity());
    }

    private Mono<VideoResponse> start(VideoRequest request, String key) {
        return call(request, call -> call.withIdempotencyKey(key));
    }

    private Mono<VideoResponse> call(VideoRequest request, UnaryOperator<ChutesCall> change) {
        VideoRequest complete = complete(request);
        Mono<VideoResponse> call =
                Mono.defer(() -> chain.exchange(change.apply(ChutesCall.of(complete, settings.name()))));
        return request.isReplayable() ? call : VideoResponse.doOnEnd(call, end -> release(request));
    }

    private static void release(VideoRequest request) {
        request.fields().values().forEach(value -> {
            if (value instanceof Image image) {
                image.release();
            }
        });
    }

    @Override
    public Operations operations() {
        return operations;
    }

    @Override
    public Mono<Void> validate(VideoRequest request) {
        return transport.validate(complete(request));
    }

    private VideoRequest complete(VideoRequest request) {
        return settings.defaults().apply(Objects.requireNonNull(request, "request"));
    }

    @Override
    public Catalogue catalogue() {
        return new PlatformCatalogue(transport.management());
    }

    @Override
    public Flux<WarmUpState> warmUp(String chute) {
        return warmUps.of(chute);
    }

    @Override
    public Flux<WarmUpState> warmUp(Endpoint endpoint) {
        String slug = transport.management().slugOf(endpoint);
        if (slug == null) {
            throw new IllegalArgumentException("the URL of the endpoint " + endpoint
                    + " does not tell its chute: call warmUp with the chute's name or id");
        }
        return warmUps.of(slug);
    }

    @Override
    public Account account() {
        return account;
    }

    @Override
    public ConnectionStats connectionStats() {
        return new ConnectionStats(
                transport.poolSum(ConnectionPoolMetrics::acquiredSize),
                transport.poolSum(ConnectionPoolMetrics::idleSize),
                transport.poolSum(ConnectionPoolMetrics::pendingAcquireSize));
    }

    @Override
    public Builder mutate() {
        return settings.copy();
    }

    @Override
    public void close() {
        transport.close(Duration.ZERO).subscribe();
    }

    @Override
    public Mono<Void> closeGracefully(Duration drainTimeout) {
        return transport.close(drainTimeout);
    }

    @Override
    public void open() {
        transport.open();
    }
}

package io.github.reactorchutes.account;

import io.github.reactorchutes.exchange.Quota;
import io.github.reactorchutes.management.ManagementApi;
import io.github.reactorchutes.management.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * The account of a client's token. Not part of the API: a client creates and owns it.
 *
 * @since 0.1.0
 */
public final class PlatformAccount implements Account {

    /** The platform has no name for it: an id that is not a chute's reads the quota of all others. */
    private static final String NO_CHUTE = "me";

    private final ManagementApi api;

    /**
     * Create the account of a client.
     *
     * @param api sends the queries
     */
    public PlatformAccount(ManagementApi api) {
        this.api = api;
    }

    @Override
    public Mono<AccountState> state() {
        return Mono.defer(() -> {
            AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
            return Mono.zip(
                            part(profile(), failure),
                            part(quotaUsage(ANY_CHUTE), failure),
                            part(subscriptionUsage(), failure))
                    .flatMap(parts -> {
                        boolean any = parts.getT1().isPresent()
                                || parts.getT2().isPresent()
                                || parts.getT3().isPresent();
                        Throwable error = failure.get();
                        return any || error == null
                                ? Mono.just(new AccountState(
                                        parts.getT1().orElse(null),
                                        parts.getT2().orElse(null),
                                        parts.getT3().orElse(null)))
                                : Mono.error(error);
                    });
        });
    }

    private static <T> Mono<Optional<T>> part(Mono<T> query, AtomicReference<@Nullable Throwable> failure) {
        return query.map(Optional::of).onErrorResume(error -> {
            failure.compareAndSet(null, error);
            return Mono.just(Optional.empty());
        });
    }

    @Override
    public Mono<AccountProfile> profile() {
        return ask("", AccountJson::profile);
    }

    @Override
    public Mono<List<ChuteQuota>> quotas() {
        return ask("/quotas", AccountJson::quotas);
    }

    @Override
    public Mono<Quota> quotaUsage(String chuteId) {
        return ask("/quota_usage/{}", AccountJson::usage, chuteId.equals(ANY_CHUTE) ? NO_CHUTE : chuteId);
    }

    @Override
    public Mono<SubscriptionUsage> subscriptionUsage() {
        return ask("/subscription_usage", AccountJson::subscription);
    }

    @Override
    public Mono<Map<String, Double>> discounts() {
        return ask("/discounts", AccountJson::discounts);
    }

    @Override
    public Mono<List<PriceOverride>> priceOverrides() {
        return ask("/price_overrides", AccountJson::priceOverrides);
    }

    private <T> Mono<T> ask(String path, Function<JsonNode, T> read, String... values) {
        Query query = Query.get("account", "/users/me" + path, values);
        return api.send(query).map(answer -> read.apply(answer.body()));
    }
}

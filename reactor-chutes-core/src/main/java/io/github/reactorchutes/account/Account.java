package io.github.reactorchutes.account;

import io.github.reactorchutes.exchange.Quota;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * The account of the token. Only this library implements it, so methods may be added.
 *
 * <p><b>When work starts.</b> Each subscription sends one query, which is free and changes nothing; {@link #state()} sends
 * three. Nothing is cached, and no query passes the client's filters: do not ask more often than once a minute.
 *
 * <p><b>Cancellation.</b> Closes the connection.
 *
 * <p><b>Errors.</b> {@link io.github.reactorchutes.error.ChutesResponseException} if the platform refuses the query, for
 * example 401 or 403 for a token that may not read the account; {@link
 * io.github.reactorchutes.error.ChutesQueryException} for everything else.
 *
 * @since 0.1.0
 */
public interface Account {

    /** The name of the quota of all chutes that do not have their own one, in {@link #quotaUsage} and {@link ChuteQuota}. */
    String ANY_CHUTE = "*";

    /**
     * Ask for what matters for the next call: the balance, the quota of {@linkplain #ANY_CHUTE any chute}, and the
     * subscription. A part that cannot be read is absent.
     *
     * <p><b>Errors.</b> As above, only if no part can be read.
     *
     * @return the state
     */
    Mono<AccountState> state();

    /** {@return the user and the balance} */
    Mono<AccountProfile> profile();

    /**
     * Ask for the quotas.
     *
     * @return the quotas; an empty list for an account without any, which is a free or an invoiced one
     */
    Mono<List<ChuteQuota>> quotas();

    /**
     * Ask for the use of a quota since its last reset.
     *
     * @param chuteId the id of a chute, or {@link #ANY_CHUTE} for the shared quota of chutes without their own one
     * @return the quota in calls; its total is infinite for an account without limits
     */
    Mono<Quota> quotaUsage(String chuteId);

    /** {@return the subscription, its caps, and when they reset} */
    Mono<SubscriptionUsage> subscriptionUsage();

    /** {@return the discounts by the id of their chute, as fractions: 0.25 is a quarter off} */
    Mono<Map<String, Double>> discounts();

    /** {@return the prices that were agreed for single chutes} */
    Mono<List<PriceOverride>> priceOverrides();
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.limits.JdbcAccountLimits;
import io.github.reactorchutes.resilience.AccountLimits;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import java.io.IOException;

/**
 * The limits of the account that pays, which all processes with a store share, and the retries.
 *
 * @param options the limits
 * @param retry the retries
 * @param account a name of the account's token
 */
record SharedLimits(LimitOptions options, RetryFilter retry, String account) {

    JdbcAccountLimits in(Store store) throws IOException {
        JdbcAccountLimits.Builder limits = store.limits(account);
        options.applyTo(limits);
        return limits.build();
    }

    Resilience filters(AccountLimits shared) {
        return options.filters(retry, shared);
    }
}

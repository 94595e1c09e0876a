package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.resilience.AccountLimits;
import io.github.reactorchutes.spring.properties.RateLimitProperties;
import org.jspecify.annotations.Nullable;

/** Keeps the limits of accounts where other processes see them. */
@FunctionalInterface
interface SharedAccounts {

    /**
     * Return the limits of an account.
     *
     * @param account its name, which all processes use
     * @param maxCalls the concurrent calls, or {@code null} if they are not limited
     * @param pace the limit of attempts, or {@code null} if they are not limited
     */
    AccountLimits of(String account, @Nullable Integer maxCalls, @Nullable RateLimitProperties pace);
}

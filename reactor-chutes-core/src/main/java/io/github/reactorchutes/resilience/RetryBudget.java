package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Prevents retry storms: each retry costs a token, and each success earns a fraction of one. Without a whole token
 * nothing is retried. Retries of a cold start are free. Filters can share a budget.
 *
 * @since 0.1.0
 */
public final class RetryBudget {

    private static final long TOKEN = 1_000;

    private final long capacity;

    private final long earned;

    private final AtomicLong balance;

    private RetryBudget(long capacity, long earned) {
        this.capacity = capacity;
        this.earned = earned;
        this.balance = new AtomicLong(capacity);
    }

    /**
     * Create a full budget.
     *
     * @param tokens the capacity: the number of retries without a success in between; 1 or more
     * @param earnedPerSuccess the fraction of a token that a success earns; 0 to 1
     * @return the budget
     */
    public static RetryBudget of(int tokens, double earnedPerSuccess) {
        if (tokens < 1) {
            throw new IllegalArgumentException("tokens must be 1 or more but was " + tokens);
        }
        if (!(earnedPerSuccess >= 0 && earnedPerSuccess <= 1)) {
            throw new IllegalArgumentException("earnedPerSuccess must be 0 to 1 but was " + earnedPerSuccess);
        }
        return new RetryBudget(tokens * TOKEN, Math.round(earnedPerSuccess * TOKEN));
    }

    boolean spend() {
        return balance.getAndUpdate(current -> current >= TOKEN ? current - TOKEN : current) >= TOKEN;
    }

    void earn() {
        balance.updateAndGet(current -> Math.min(capacity, current + earned));
    }

    /** {@return the remaining tokens, including a fraction} */
    public double tokens() {
        return (double) balance.get() / TOKEN;
    }
}

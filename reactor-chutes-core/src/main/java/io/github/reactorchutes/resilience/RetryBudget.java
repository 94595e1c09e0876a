package io.github.reactorchutes.resilience;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Keeps retries from adding up to a storm: each one costs a token, each success earns a part of one. While there is less
 * than a token nothing is sent again. Can be shared by several filters. Patient waiting for a cold start is free.
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
     * @param tokens how many retries in a row it allows; 1 or more
     * @param earnedPerSuccess what a success earns; 0 to 1
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

    /**
     * Return what is left.
     *
     * @return tokens, in part
     */
    public double tokens() {
        return (double) balance.get() / TOKEN;
    }
}

package io.github.reactorchutes.test;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The account of all tokens: a quota of calls a day, balance, subscription and prices. Each generation uses the quota, and
 * beyond it the balance. At the end of both, calls get 402, unless the test set neither. What a test sets lasts until the
 * emulator is reset.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class EmulatedAccount {

    private static final int QUOTA = 300;
    private static final double BALANCE = 10;
    private static final int SECONDS_PER_HOUR = 3600;

    private final Map<String, Allowance> ofChutes = new TreeMap<>();
    private final Map<String, Double> discounts = new TreeMap<>();
    private final Map<String, Double> overrides = new TreeMap<>();
    private Allowance ofAll = new Allowance(QUOTA, 0);
    private double balance = BALANCE;
    private boolean limited;
    private boolean unlimited;
    private @Nullable Subscription subscription;

    EmulatedAccount() {}

    /**
     * Set the balance (default 10 dollars).
     *
     * @param usd dollars; zero or less cannot pay
     * @return this account
     */
    public synchronized EmulatedAccount balance(double usd) {
        balance = usd;
        limited = true;
        return this;
    }

    /** {@return the balance in dollars} */
    public synchronized double balance() {
        return balance;
    }

    /**
     * Set the calls of a day for all chutes without a quota of their own (default 300).
     *
     * @param calls zero or more
     * @return this account
     */
    public synchronized EmulatedAccount quota(int calls) {
        ofAll = ofAll.of(calls);
        limited = true;
        return this;
    }

    /**
     * Give a chute its own quota.
     *
     * @param chute the chute
     * @param calls the calls of a day, zero or more
     * @return this account
     */
    public synchronized EmulatedAccount quota(EmulatedChute chute, int calls) {
        ofChutes.put(
                chute.id(),
                ofChutes.getOrDefault(chute.id(), new Allowance(0, 0)).of(calls));
        limited = true;
        return this;
    }

    /**
     * Set how many calls were used today of the quota of all chutes. Generations add to it.
     *
     * @param calls zero or more
     * @return this account
     */
    public synchronized EmulatedAccount used(int calls) {
        ofAll = ofAll.after(calls);
        limited = true;
        return this;
    }

    /** {@return how many calls were used today of the quota of all chutes} */
    public synchronized int used() {
        return ofAll.used();
    }

    /**
     * Make the account one without quotas, such as an account with invoices.
     *
     * @return this account
     */
    public synchronized EmulatedAccount unlimited() {
        unlimited = true;
        return this;
    }

    /**
     * Subscribe (default no subscription). The caps follow from the price as on the platform: five times the price in a
     * month, and 75/180 of it in four hours.
     *
     * @param monthlyPrice dollars
     * @return this account
     */
    public EmulatedAccount subscribe(double monthlyPrice) {
        return subscribe(monthlyPrice, 0, 0);
    }

    /**
     * Subscribe, and set what was used of the caps. Generations add to it.
     *
     * @param monthlyPrice dollars
     * @param fourHourUsage dollars used in the current four hours
     * @param monthlyUsage dollars used in the current month
     * @return this account
     */
    public synchronized EmulatedAccount subscribe(double monthlyPrice, double fourHourUsage, double monthlyUsage) {
        subscription = new Subscription(monthlyPrice, fourHourUsage, monthlyUsage);
        limited = true;
        return this;
    }

    /**
     * Give a discount.
     *
     * @param chute the chute
     * @param share from 0 to 1
     * @return this account
     */
    public synchronized EmulatedAccount discount(EmulatedChute chute, double share) {
        discounts.put(chute.id(), share);
        return this;
    }

    /**
     * Give a price of its own.
     *
     * @param chute the chute
     * @param usdPerRequest dollars for each call
     * @return this account
     */
    public synchronized EmulatedAccount priceOverride(EmulatedChute chute, double usdPerRequest) {
        overrides.put(chute.id(), usdPerRequest);
        return this;
    }

    /** Return why the account cannot pay for a call, or null. */
    synchronized @Nullable Reply refusal(EmulatedChute chute) {
        if (balance > 0 || unlimited || !limited) {
            return null;
        }
        if (subscription != null) {
            return subscription.isUsedUp() ? PlatformError.SUBSCRIPTION_CAP_EXCEEDED.reply() : null;
        }
        return allowance(chute.id()).isUsedUp() ? Reply.quotaExceeded(nextMidnight()) : null;
    }

    /** Pay for a call: with the quota, else with the balance. */
    synchronized void spend(EmulatedChute chute) {
        Allowance allowance = allowance(chute.id());
        double cost = cost(chute);
        if (subscription != null) {
            subscription = subscription.after(cost);
        } else if (allowance.isUsedUp()) {
            balance -= cost;
        }
        Allowance after = allowance.after(allowance.used() + 1);
        if (ofChutes.replace(chute.id(), after) == null) {
            ofAll = after;
        }
    }

    synchronized Allowance allowance(String chuteId) {
        return ofChutes.getOrDefault(chuteId, ofAll);
    }

    synchronized boolean isUnlimited() {
        return unlimited;
    }

    synchronized @Nullable Subscription subscription() {
        return subscription;
    }

    synchronized Map<String, Allowance> quotas() {
        Map<String, Allowance> all = new TreeMap<>(ofChutes);
        all.put("*", ofAll);
        return all;
    }

    synchronized Map<String, Double> discounts() {
        return Map.copyOf(discounts);
    }

    synchronized Map<String, Double> overrides() {
        return Map.copyOf(overrides);
    }

    synchronized void reset() {
        ofChutes.clear();
        discounts.clear();
        overrides.clear();
        ofAll = new Allowance(QUOTA, 0);
        balance = BALANCE;
        limited = false;
        unlimited = false;
        subscription = null;
    }

    /** A call costs a second of its chute. */
    private double cost(EmulatedChute chute) {
        Double own = overrides.get(chute.id());
        double usual = chute.usdPerHour() / SECONDS_PER_HOUR;
        return own != null ? own : usual * (1 - discounts.getOrDefault(chute.id(), 0.0));
    }

    private static Instant nextMidnight() {
        return Instant.now()
                .atOffset(ZoneOffset.UTC)
                .truncatedTo(ChronoUnit.DAYS)
                .plusDays(1)
                .toInstant();
    }

    @Override
    public String toString() {
        return "EmulatedAccount[balance=" + balance() + ", quotas=" + quotas() + "]";
    }
}

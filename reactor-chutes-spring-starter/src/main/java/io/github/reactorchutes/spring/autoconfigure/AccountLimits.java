package io.github.reactorchutes.spring.autoconfigure;

import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.spring.properties.ConcurrencyProperties;
import io.github.reactorchutes.spring.properties.RateLimitProperties;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The limits that the clients with one token share, because the platform limits an account: those of the client that
 * may do most. A client with smaller ones has them in addition.
 */
final class AccountLimits {

    private final List<ClientSettings> members;

    private final RateLimiterRegistry limiters;

    private final @Nullable Sharing sharing;

    private final @Nullable Permits widestPermits;

    /** Gives the shared limiter its values and its name. */
    private final @Nullable ClientSettings widestRate;

    private final @Nullable ConcurrencyLimitFilter concurrency;

    private final @Nullable RateLimitFilter rateLimit;

    /**
     * Create the limits.
     *
     * @param members the clients
     * @param limiters the registry of the limiter
     * @param sharing where the limits are kept for all processes, or {@code null} if each process has its own
     */
    AccountLimits(List<ClientSettings> members, RateLimiterRegistry limiters, @Nullable Sharing sharing) {
        this.members = members;
        this.limiters = limiters;
        this.sharing = sharing;
        this.widestPermits = widestPermits(members);
        this.widestRate = members.stream()
                .filter(settings -> settings.properties().getRateLimit().isEnabled())
                .max(Comparator.comparing(AccountLimits::perSecond))
                .orElse(null);
        members.forEach(AccountLimits::check);
        if (sharing == null) {
            this.concurrency = widestPermits == null ? null : widestPermits.filter();
            this.rateLimit = widestRate == null ? null : following(widestRate);
        } else {
            SharedFilters filters = sharing.filters(
                    widestPermits,
                    widestRate == null ? null : widestRate.properties().getRateLimit());
            this.concurrency = filters.concurrency();
            this.rateLimit = filters.rateLimit();
        }
    }

    private static @Nullable Permits widestPermits(List<ClientSettings> members) {
        return members.stream()
                .map(settings -> settings.properties().getConcurrency())
                .filter(ConcurrencyProperties::isEnabled)
                .map(Permits::of)
                .max(Comparator.comparing(Permits::calls))
                .orElse(null);
    }

    private static double perSecond(ClientSettings settings) {
        RateLimitProperties limit = settings.properties().getRateLimit();
        return limit.getMaxRequests() / (limit.getPeriod().toMillis() / 1000.0);
    }

    private static void check(ClientSettings settings) {
        if (settings.properties().getConcurrency().isEnabled()) {
            AdmissionFilters.check(settings, settings.properties().getConcurrency());
        }
        if (settings.properties().getRateLimit().isEnabled()) {
            AdmissionFilters.check(settings, settings.properties().getRateLimit());
        }
    }

    private RateLimitFilter following(ClientSettings widest) {
        RateLimitProperties limit = widest.properties().getRateLimit();
        RateLimitFilter filter = AdmissionFilters.rateLimit(limit, limiters, widest.instanceName());
        return limit.isFollowServer() ? filter.followServer() : filter;
    }

    /** Return the names of the other clients with the same limits. */
    Set<String> others(String name) {
        return members.stream()
                .map(ClientSettings::name)
                .filter(other -> !other.equals(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Nullable
    ConcurrencyLimitFilter concurrency() {
        return concurrency;
    }

    @Nullable
    RateLimitFilter rateLimit() {
        return rateLimit;
    }

    /** Return the client's own limit, or {@code null} if it is that of the account. */
    @Nullable
    ConcurrencyLimitFilter narrowerConcurrency(ClientSettings settings) {
        Permits own = Permits.of(settings.properties().getConcurrency());
        return own.equals(widestPermits) ? null : own.filter();
    }

    /** Return these limits, or new ones if the settings were bound again with another number of permits. */
    AccountLimits refreshed() {
        return Objects.equals(widestPermits, widestPermits(members))
                ? this
                : new AccountLimits(members, limiters, sharing);
    }

    /**
     * Return the client's own limit, or {@code null} if it is that of the account. It does not follow the server, which
     * states the account's. An instance in the application's registry counts as the client's own.
     */
    @Nullable
    RateLimitFilter narrowerRateLimit(ClientSettings settings) {
        if (widestRate == null || isShared(settings, widestRate)) {
            return null;
        }
        return AdmissionFilters.rateLimit(settings.properties().getRateLimit(), limiters, settings.instanceName());
    }

    private boolean isShared(ClientSettings settings, ClientSettings widest) {
        boolean isWidest = settings.name().equals(widest.name());
        boolean isConfigured = limiters.find(settings.instanceName()).isPresent();
        return isWidest
                || (!isConfigured
                        && isSame(
                                settings.properties().getRateLimit(),
                                widest.properties().getRateLimit()));
    }

    private static boolean isSame(RateLimitProperties own, RateLimitProperties other) {
        return own.getMaxRequests() == other.getMaxRequests()
                && own.getPeriod().equals(other.getPeriod())
                && own.getMaxWait().equals(other.getMaxWait());
    }

    /** Where the limits of an account are kept for all processes. */
    record Sharing(SharedAccounts accounts, String account) {

        /** The question to the database needs a moment, also for calls that do not want to wait. */
        private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

        private SharedFilters filters(@Nullable Permits permits, @Nullable RateLimitProperties rate) {
            io.github.reactorchutes.resilience.AccountLimits limits =
                    accounts.of(account, permits == null ? null : permits.calls(), rate);
            return new SharedFilters(
                    permits == null
                            ? null
                            : ConcurrencyLimitFilter.of(limits, permits.waiting(), wait(permits.maxWait())),
                    rate == null ? null : RateLimitFilter.of(limits, wait(rate.getMaxWait())));
        }

        private static Duration wait(Duration configured) {
            return configured.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : configured;
        }
    }

    private record SharedFilters(
            @Nullable ConcurrencyLimitFilter concurrency,
            @Nullable RateLimitFilter rateLimit) {}

    /** The values of a concurrency limit, which a refresh does not change. */
    private record Permits(int calls, int waiting, Duration maxWait) {

        static Permits of(ConcurrencyProperties limit) {
            return new Permits(limit.getMaxCalls(), limit.getMaxWaitingCalls(), limit.getMaxWait());
        }

        ConcurrencyLimitFilter filter() {
            return ConcurrencyLimitFilter.of(calls, waiting, maxWait);
        }
    }
}

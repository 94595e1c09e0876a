package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.AccountLimits;
import java.time.Duration;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The limits of an account in a database: SQLite for the processes of one machine, PostgreSQL for many machines.
 *
 * <pre>{@code
 * JdbcAccountLimits limits = JdbcAccountLimits.builder(dataSource, "video-team")
 *         .maxCalls(20)
 *         .build();
 *
 * Resilience resilience = Resilience.builder()
 *         .defaults()
 *         .concurrency(ConcurrencyLimitFilter.of(limits, 1_000, Duration.ofMinutes(10)))
 *         .rateLimit(RateLimitFilter.of(limits, Duration.ofMinutes(10)))
 *         .build();
 * }</pre>
 *
 * <p><b>Leases.</b> Each call holds a lease of 60 seconds, which is renewed every 15 seconds, in one statement for all
 * calls of the process. The leases of a process that dies expire. The clock is the database's. No lease can exclude that
 * a process that stands still for longer than its leases exceeds the limit when it wakes; the platform then rejects a
 * call, which is not billed.
 *
 * <p><b>Database away.</b> See {@link WhenAway}. Calls in flight go on in any case.
 *
 * <p><b>Ownership.</b> Create one instance for each account and process, and close it after the clients. The data source
 * is the caller's, and needs no pool for SQLite. At most three connections are used at a time.
 *
 * <p><b>Threading.</b> Thread-safe. Statements run on three threads of this instance; no method blocks, except {@link
 * Builder#build()} and {@link #close()}.
 *
 * @since 0.1.0
 */
public final class JdbcAccountLimits implements AccountLimits, AutoCloseable {

    private final int maxCalls;

    private final Replica replica;

    private JdbcAccountLimits(Builder builder) {
        this.maxCalls = builder.maxCalls;
        this.replica = new Replica(builder);
    }

    /**
     * Begin the limits of an account.
     *
     * @param dataSource the database: SQLite or PostgreSQL
     * @param account a name that all processes with this account use; 1 to 100 characters, not the token
     * @return a builder with the defaults of the platform
     */
    public static Builder builder(DataSource dataSource, String account) {
        return new Builder(dataSource, account);
    }

    @Override
    public int maxConcurrentCalls() {
        return maxCalls;
    }

    @Override
    public Mono<Answer> askForCall(int asked) {
        return replica.askForCall(asked);
    }

    @Override
    public Mono<Answer> askForAttempt(int asked) {
        return replica.askForAttempt(asked);
    }

    /** {@return the current state, for health checks and meters} */
    public LimitsStatus status() {
        return replica.status();
    }

    /**
     * Delete the leases of this process and end its threads. Blocks until the database answers, for up to 10 seconds.
     * Later questions are refused. Closing twice does nothing.
     */
    @Override
    public void close() {
        replica.close();
    }

    /**
     * Builds the limits of an account. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private static final Duration LONGEST = Duration.ofDays(365);

        final DataSource dataSource;

        final String account;

        int maxCalls = 100;

        int maxRequests = 60;

        Duration period = Duration.ofMinutes(1);

        private @Nullable Integer burst;

        boolean followServer = true;

        WhenAway whenAway = WhenAway.FAIL;

        int replicas = 1;

        Duration leaseTime = Duration.ofSeconds(60);

        boolean createTables = true;

        private Builder(DataSource dataSource, String account) {
            this.dataSource = Objects.requireNonNull(dataSource, "dataSource");
            if (account.isBlank() || account.length() > 100) {
                throw new IllegalArgumentException(
                        "account must have 1 to 100 characters but has " + account.length() + ", or is blank");
            }
            this.account = account;
        }

        /**
         * Limit the calls in flight. Default: 100. The value of the process that started last holds for all.
         *
         * @param calls 1 or more
         * @return this builder
         */
        public Builder maxCalls(int calls) {
            this.maxCalls = atLeastOne("maxCalls", calls);
            return this;
        }

        /**
         * Limit the attempts. Default: 60 a minute. Within any period there are at most that many attempts.
         *
         * @param requests 1 or more
         * @param within the period; at least 1 millisecond, at most 365 days
         * @return this builder
         */
        public Builder maxRequests(int requests, Duration within) {
            this.maxRequests = atLeastOne("maxRequests", requests);
            this.period = between("period", within, Duration.ofMillis(1), LONGEST);
            return this;
        }

        /**
         * Set how many attempts may follow each other immediately after a time without any. The others follow at equal
         * intervals, which are longer the larger the burst is. Default: a sixth of the requests, 1 or more.
         *
         * @param attempts 1 to {@code maxRequests}
         * @return this builder
         */
        public Builder burst(int attempts) {
            this.burst = atLeastOne("burst", attempts);
            return this;
        }

        /**
         * Set whether the requests per minute that the platform states replace {@code maxRequests}, if the period is a
         * minute. Default: yes.
         *
         * @param follow whether to follow
         * @return this builder
         */
        public Builder followServer(boolean follow) {
            this.followServer = follow;
            return this;
        }

        /**
         * Set what holds while the database is away. Default: {@link WhenAway#FAIL}.
         *
         * @param policy the policy
         * @param processes the number of processes that share the account, from which each derives its share; 1 or
         *     more, for {@link WhenAway#SHARE} at most {@code maxCalls}
         * @return this builder
         */
        public Builder whenAway(WhenAway policy, int processes) {
            this.whenAway = Objects.requireNonNull(policy, "policy");
            this.replicas = atLeastOne("replicas", processes);
            return this;
        }

        /**
         * Set after which time the leases of a dead process are free. Leases are renewed four times within it. Default:
         * 60 seconds.
         *
         * @param time from 1 second to 1 hour
         * @return this builder
         */
        public Builder leaseTime(Duration time) {
            this.leaseTime = between("leaseTime", time, Duration.ofSeconds(1), Duration.ofHours(1));
            return this;
        }

        /**
         * Set whether to create and upgrade the tables. Default: yes. Otherwise run the script {@code
         * io/github/reactorchutes/limits/schema-1-postgresql.sql} (or {@code -sqlite}) of this module yourself.
         *
         * @param create whether to create them
         * @return this builder
         */
        public Builder createTables(boolean create) {
            this.createTables = create;
            return this;
        }

        /**
         * Create the tables if needed, write the settings into the row of the account, and start the renewals. Blocks
         * until the database answers. If it is away, the policy for that holds from the start.
         *
         * @return the limits
         * @throws IllegalArgumentException if two settings contradict each other
         */
        public JdbcAccountLimits build() {
            if (burst != null && burst > maxRequests) {
                throw new IllegalArgumentException(
                        "burst must be at most maxRequests, which is " + maxRequests + ", but was " + burst);
            }
            if (whenAway == WhenAway.SHARE && replicas > maxCalls) {
                throw new IllegalArgumentException("replicas must be at most maxCalls, which is " + maxCalls
                        + ", so that each process has a share, but was " + replicas);
            }
            JdbcAccountLimits limits = new JdbcAccountLimits(this);
            limits.replica.open();
            return limits;
        }

        Settings settings() {
            int chosen = burst == null ? Math.max(1, maxRequests / 6) : burst;
            return new Settings(maxCalls, maxRequests, period.toNanos() / 1_000, chosen, followServer);
        }

        private static int atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be 1 or more but was " + value);
            }
            return value;
        }

        private static Duration between(String name, Duration value, Duration min, Duration max) {
            if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
                throw new IllegalArgumentException(
                        name + " must be at least " + min + " and at most " + max + " but was " + value);
            }
            return value;
        }
    }
}

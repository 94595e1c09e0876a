package io.github.reactorchutes.limits;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The state of shared limits as this process knows it, for health checks and meters. Reading it asks no database.
 *
 * @since 0.1.0
 */
public interface LimitsStatus {

    /** {@return the name of the account} */
    String account();

    /** {@return whether the last statement reached the database} */
    boolean isConnected();

    /** {@return what holds while the database is away} */
    WhenAway whenAway();

    /** {@return the maximum number of calls of all processes} */
    int maxCalls();

    /** {@return the leases of calls that this process holds} */
    int heldLeases();

    /** {@return the live leases of all processes, when this process asked last} */
    int accountLeases();

    /** {@return the end of the pause after a 429 of the edge, or {@code null} if there is none} */
    @Nullable
    Instant bannedUntil();

    /** {@return the requests per minute that the platform stated last, or {@code null}} */
    @Nullable
    Integer statedPerMinute();

    /** {@return how many renewals have failed since the start} */
    long missedRenewals();

    /**
     * Return how many leases expired while their calls were in flight, since the start. The limit may have been exceeded
     * then.
     *
     * @return the number of leases
     */
    long expiredLeases();

    /** {@return how many transactions have failed since the start} */
    long failures();
}

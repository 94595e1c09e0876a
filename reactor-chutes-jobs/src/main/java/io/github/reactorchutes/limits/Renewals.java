package io.github.reactorchutes.limits;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When leases are renewed, and what is reported if that fails. A missed renewal does not end a call, because the call
 * may be paid for. Used by one thread at a time.
 */
final class Renewals {

    private static final Logger logger = LoggerFactory.getLogger(JdbcAccountLimits.class);

    private final String account;

    private final long intervalNanos;

    private final AtomicLong missed = new AtomicLong();

    private final AtomicLong expired = new AtomicLong();

    private long dueNanos;

    private int missedInARow;

    Renewals(String account, long intervalNanos) {
        this.account = account;
        this.intervalNanos = intervalNanos;
        this.dueNanos = System.nanoTime() + intervalNanos;
    }

    boolean isDue() {
        return System.nanoTime() - dueNanos >= 0;
    }

    void done(int expiredLeases) {
        dueNanos = System.nanoTime() + intervalNanos;
        missedInARow = 0;
        if (expiredLeases > 0) {
            expired.addAndGet(expiredLeases);
            logger.warn(
                    "{} leases of account {} were not in the database while their calls were in flight: the limit may"
                            + " have been exceeded",
                    expiredLeases,
                    account);
        }
    }

    void failed(int held) {
        if (!isDue() || held == 0) {
            return;
        }
        dueNanos = System.nanoTime() + intervalNanos;
        missed.incrementAndGet();
        missedInARow++;
        if (missedInARow == 2) {
            logger.warn(
                    "{} leases of account {} could not be renewed twice; their calls go on, and the limit may be"
                            + " exceeded",
                    held,
                    account);
        }
    }

    long missed() {
        return missed.get();
    }

    long expired() {
        return expired.get();
    }
}

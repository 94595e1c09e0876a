package io.github.reactorchutes.limits;

import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the database answers; one log line when it does not, and one when it does again. */
final class Link {

    private static final Logger logger = LoggerFactory.getLogger(JdbcAccountLimits.class);

    private final String account;

    private final WhenAway whenAway;

    private final AtomicBoolean isUp = new AtomicBoolean(true);

    private final AtomicLong failures = new AtomicLong();

    Link(String account, WhenAway whenAway) {
        this.account = account;
        this.whenAway = whenAway;
    }

    boolean isUp() {
        return isUp.get();
    }

    long failures() {
        return failures.get();
    }

    /** The message of a driver may quote a value or the URL, so only its codes are logged. */
    void failed(SQLException failure) {
        failures.incrementAndGet();
        if (isUp.compareAndSet(true, false)) {
            logger.warn(
                    "The database of the shared limits of account {} is away (SQL state {}, code {}); {}",
                    account,
                    failure.getSQLState(),
                    failure.getErrorCode(),
                    whenAway == WhenAway.FAIL
                            ? "calls are rejected until it is back"
                            : "this process uses its share of the limits until it is back");
        }
    }

    void worked() {
        if (isUp.compareAndSet(false, true)) {
            logger.info("The database of the shared limits of account {} is back", account);
        }
    }
}

package io.github.reactorchutes.jobs;

import com.github.kagkarlsson.scheduler.Clock;
import java.time.Instant;

/** The time of the database, so that replicas whose clocks differ agree on who is late. */
final class DatabaseClock implements Clock {

    private volatile long aheadMillis;

    /** Compare the clocks; a failure keeps the last difference. */
    void adjust(Database database) {
        aheadMillis = database.clockAheadMillis();
    }

    long millis() {
        return System.currentTimeMillis() + aheadMillis;
    }

    @Override
    public Instant now() {
        return Instant.ofEpochMilli(millis());
    }
}

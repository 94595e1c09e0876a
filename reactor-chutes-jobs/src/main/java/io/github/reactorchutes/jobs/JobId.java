package io.github.reactorchutes.jobs;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids in the order of their creation: UUIDs of version 7 (RFC 9562). */
final class JobId {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Milliseconds and a counter of 12 bits, so that the ids of one process are strictly ascending. */
    private static final AtomicLong LAST = new AtomicLong();

    private JobId() {}

    static String next(long nowMillis) {
        long stamp = LAST.accumulateAndGet(nowMillis << 12, (last, now) -> Math.max(last + 1, now));
        long high = (stamp >>> 12 << 16) | 0x7000 | (stamp & 0xFFF);
        long low = (RANDOM.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(high, low).toString();
    }

    /** Return when an id was created, to the millisecond. */
    static Instant time(String id) {
        return Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16);
    }

    /** Refuse what is not an id before it becomes a path or a parameter. */
    static String require(String id) {
        try {
            if (id.length() == 36) {
                return UUID.fromString(id).toString();
            }
        } catch (IllegalArgumentException notAnId) {
            // reported below
        }
        throw new IllegalArgumentException("job id must be a UUID of 36 characters but has " + id.length());
    }
}

package io.github.reactorchutes.limits;

import java.util.Locale;

/** The databases whose SQL is tested. */
enum Dialect {

    /** A transaction that begins as a writer excludes all others, so that rows need no lock. */
    SQLITE("cast(round(unixepoch('subsec') * 1000) as integer) * 1000", ""),
    POSTGRESQL("cast(extract(epoch from clock_timestamp()) * 1000000 as bigint)", " for update");

    private final String clock;

    private final String lock;

    Dialect(String clock, String lock) {
        this.clock = clock;
        this.lock = lock;
    }

    static Dialect of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        if (name.contains("sqlite")) {
            return SQLITE;
        }
        if (name.contains("postgresql")) {
            return POSTGRESQL;
        }
        throw new IllegalArgumentException("dataSource must be SQLite or PostgreSQL but is " + product);
    }

    /** Return an expression for the microseconds since 1970, at this moment and not at the start of the transaction. */
    String clock() {
        return clock;
    }

    /** Return the end of a query that locks its rows until the end of the transaction. */
    String lock() {
        return lock;
    }
}

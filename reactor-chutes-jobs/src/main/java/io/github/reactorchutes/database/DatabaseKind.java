package io.github.reactorchutes.database;

import java.util.Locale;

/**
 * The databases whose SQL is tested.
 *
 * @since 0.1.0
 */
public enum DatabaseKind {
    /** SQLite, for the processes of one machine. Its transactions exclude each other. */
    SQLITE,
    /** PostgreSQL, for many machines. */
    POSTGRESQL;

    /**
     * Recognise a database.
     *
     * @param product the name of the product, as its driver states it
     * @return the kind
     * @throws IllegalArgumentException if it is another one
     */
    public static DatabaseKind of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        for (DatabaseKind kind : values()) {
            if (name.contains(kind.lowerCase())) {
                return kind;
            }
        }
        throw new IllegalArgumentException("dataSource must be SQLite or PostgreSQL but is " + product);
    }

    /**
     * Return the end of a query that locks its rows against other transactions. A transaction of SQLite locks everything.
     *
     * @return a clause with a leading space, or an empty text
     */
    public String forUpdate() {
        return this == POSTGRESQL ? " for update" : "";
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}

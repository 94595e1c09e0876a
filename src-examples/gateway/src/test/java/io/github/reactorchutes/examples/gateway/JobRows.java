package io.github.reactorchutes.examples.gateway;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** The states of the jobs in a gateway's database, which say what is left after a {@code kill -9}. */
record JobRows(String url) {

    private static final Duration SOON = Duration.ofSeconds(30);

    /** {@return how many jobs have each state} */
    Map<String, Integer> states() {
        Map<String, Integer> states = new TreeMap<>();
        try (Connection database = DriverManager.getConnection(url);
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select state, count(*) from chutes_job group by state")) {
            while (rows.next()) {
                states.put(rows.getString(1), rows.getInt(2));
            }
            return states;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Wait for rows: the page shows a call's progress before its row is written. */
    void await(Map<String, Integer> expected) {
        Awaitility.await().atMost(SOON).until(this::states, Predicate.isEqual(expected));
    }
}

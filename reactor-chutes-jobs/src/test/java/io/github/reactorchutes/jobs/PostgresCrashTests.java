package io.github.reactorchutes.jobs;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.jobs.Checkpoint.Point;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class PostgresCrashTests extends CrashKit {

    @Override
    String database() {
        return PostgresServer.shared().newDatabase();
    }

    @ParameterizedTest
    @EnumSource(names = {"SENDING_COMMITTED", "STORING_COMMITTED"})
    void endsAsTheTableSays(Point point) throws InterruptedException {
        saysWhatTheTableSays(point);
    }

    /** What decides is the same code as on SQLite. */
    @Tag("proof")
    @ParameterizedTest
    @EnumSource(
            names = {"SUBMIT_UNCOMMITTED", "SENDING_COMMITTED", "STORING_COMMITTED"},
            mode = EnumSource.Mode.EXCLUDE)
    void endsAsTheTableSaysAtTheOtherPoints(Point point) throws InterruptedException {
        saysWhatTheTableSays(point);
    }
}

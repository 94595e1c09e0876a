package io.github.reactorchutes.jobs;

import io.github.reactorchutes.jobs.Checkpoint.Point;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SqliteCrashTests extends CrashKit {

    @Override
    String database() {
        return "";
    }

    @ParameterizedTest
    @EnumSource(names = "SUBMIT_UNCOMMITTED", mode = EnumSource.Mode.EXCLUDE)
    void endsAsTheTableSays(Point point) throws InterruptedException {
        saysWhatTheTableSays(point);
    }
}

package io.github.reactorchutes.jobs;

import org.junit.jupiter.api.Test;

final class SqliteRandomRunTests extends RandomRunKit {

    @Override
    String database() {
        return "";
    }

    @Test
    void paysForNoJobTwice() throws InterruptedException {
        run(30, 2);
    }

    @Override
    void restartDatabase() {
        // it lives in the workers
    }
}

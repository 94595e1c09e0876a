package io.github.reactorchutes.jobs;

import io.github.reactorchutes.fixture.PostgresServer;
import org.junit.jupiter.api.Test;

final class PostgresRandomRunTests extends RandomRunKit {

    @Override
    String database() {
        return PostgresServer.shared().newDatabase();
    }

    @Test
    void paysForNoJobTwice() throws InterruptedException {
        run(12, 2);
    }

    @Override
    void restartDatabase() {
        PostgresServer.shared().stop();
        PostgresServer.shared().begin();
    }
}

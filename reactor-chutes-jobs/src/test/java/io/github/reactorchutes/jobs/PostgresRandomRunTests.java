package io.github.reactorchutes.jobs;

import io.github.reactorchutes.fixture.PostgresServer;

final class PostgresRandomRunTests extends RandomRunKit {

    @Override
    String database() {
        return PostgresServer.shared().newDatabase();
    }

    @Override
    void restartDatabase() {
        PostgresServer.shared().stop();
        PostgresServer.shared().begin();
    }
}

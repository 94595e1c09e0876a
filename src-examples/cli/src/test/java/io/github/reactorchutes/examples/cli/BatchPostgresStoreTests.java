package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.fixture.PostgresServer;

final class BatchPostgresStoreTests extends BatchStoreKit {

    @Override
    String newStore() {
        return PostgresServer.shared().newDatabase();
    }
}

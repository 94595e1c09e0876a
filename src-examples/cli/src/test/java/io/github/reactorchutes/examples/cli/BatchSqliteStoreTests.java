package io.github.reactorchutes.examples.cli;

final class BatchSqliteStoreTests extends BatchStoreKit {

    @Override
    String newStore() {
        return "jdbc:sqlite:" + directory.resolve("store/work.db");
    }
}

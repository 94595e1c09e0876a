package io.github.reactorchutes.jobs;

final class SqliteRandomRunTests extends RandomRunKit {

    @Override
    String database() {
        return "";
    }

    @Override
    void restartDatabase() {
        // it lives in the workers
    }
}

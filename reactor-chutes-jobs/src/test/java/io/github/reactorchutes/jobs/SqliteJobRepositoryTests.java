package io.github.reactorchutes.jobs;

final class SqliteJobRepositoryTests extends JobRepositoryKit {

    @Override
    JobDatabase open() {
        return JobDatabase.sqlite(directory);
    }
}

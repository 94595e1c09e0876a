package io.github.reactorchutes.jobs;

final class PostgresJobRepositoryTests extends JobRepositoryKit {

    @Override
    JobDatabase open() {
        return JobDatabase.postgres();
    }
}

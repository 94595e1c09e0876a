package io.github.reactorchutes.limits;

import io.github.reactorchutes.fixture.TestDatabase;

class PostgresLimitsTests extends DatabaseLimitsKit {

    PostgresLimitsTests() {
        super(TestDatabase.POSTGRESQL);
    }
}

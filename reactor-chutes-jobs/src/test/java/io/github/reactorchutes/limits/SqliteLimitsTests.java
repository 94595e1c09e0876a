package io.github.reactorchutes.limits;

import io.github.reactorchutes.fixture.TestDatabase;

class SqliteLimitsTests extends DatabaseLimitsKit {

    SqliteLimitsTests() {
        super(TestDatabase.SQLITE);
    }
}

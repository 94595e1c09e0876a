package io.github.reactorchutes.limits;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The limits of one replica on a database. */
abstract class DatabaseLimitsKit extends LimitsKit {

    private final TestDatabase database;

    private @Nullable HikariDataSource pool;

    DatabaseLimitsKit(TestDatabase database) {
        this.database = database;
    }

    private JdbcAccountLimits.Builder limits(String account) {
        HikariDataSource opened = pool;
        if (opened == null) {
            opened = TestDatabase.pool(database.create(folder));
            pool = opened;
        }
        return JdbcAccountLimits.builder(opened, account);
    }

    private JdbcAccountLimits built(JdbcAccountLimits.Builder builder) {
        JdbcAccountLimits limits = builder.build();
        closeLater(limits);
        return limits;
    }

    @Override
    ConcurrencyLimitFilter calls(int maxCalls, int maxWaiting, Duration maxWait) {
        return ConcurrencyLimitFilter.of(built(limits("calls").maxCalls(maxCalls)), maxWaiting, maxWait);
    }

    @Override
    RateLimitFilter attempts(int requests, Duration period, Duration maxWait) {
        return RateLimitFilter.of(built(limits("attempts").maxRequests(requests, period)), maxWait);
    }
}

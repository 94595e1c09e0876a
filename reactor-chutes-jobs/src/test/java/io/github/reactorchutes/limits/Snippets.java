package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import java.time.Duration;
import javax.sql.DataSource;

/** Code that the documentation quotes. */
final class Snippets {

    private Snippets() {}

    static Resilience shared(DataSource dataSource) {
        // snippet: shared-limits
        JdbcAccountLimits limits = JdbcAccountLimits.builder(dataSource, "video-team")
                .maxCalls(20)
                .whenAway(WhenAway.SHARE, 10)
                .build();

        Resilience resilience = Resilience.builder()
                .defaults()
                .concurrency(ConcurrencyLimitFilter.of(limits, 1_000, Duration.ofMinutes(10)))
                .rateLimit(RateLimitFilter.of(limits, Duration.ofMinutes(10)))
                .build();
        // end
        return resilience;
    }
}

package io.github.reactorchutes.limits;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/** One replica of a service: its own pool, limits and client. */
final class Service implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    static final TextToVideoRequest PROMPT = TextToVideoRequest.builder("a fox").build();

    final JdbcAccountLimits limits;

    final ConcurrencyLimitFilter calls;

    final RateLimitFilter attempts;

    final ChutesClient client;

    private final HikariDataSource pool;

    Service(String url, URI platform, UnaryOperator<JdbcAccountLimits.Builder> settings) {
        this(url, platform, "account", settings);
    }

    Service(String url, URI platform, String account, UnaryOperator<JdbcAccountLimits.Builder> settings) {
        this.pool = TestDatabase.pool(url);
        this.limits = settings.apply(
                        JdbcAccountLimits.builder(pool, account).maxRequests(10_000, Duration.ofSeconds(1)))
                .build();
        this.calls = ConcurrencyLimitFilter.of(limits, 1_000, SOON);
        this.attempts = RateLimitFilter.of(limits, SOON);
        this.client = ChutesClient.builder()
                .apiToken("cpk_test.secret")
                .baseUrl(platform)
                .filters(Resilience.builder()
                        .concurrency(calls)
                        .rateLimit(attempts)
                        .build())
                .build();
    }

    /** Make a call, and complete with its number of bytes. */
    Mono<Long> call() {
        return client.textToVideo(PROMPT)
                .flatMap(video -> video.map(buffer -> {
                            int bytes = buffer.readableByteCount();
                            DataBufferUtils.release(buffer);
                            return (long) bytes;
                        })
                        .reduce(0L, Long::sum));
    }

    long callNow() {
        Long bytes = call().block(SOON);
        return bytes == null ? 0 : bytes;
    }

    /** End as a process that dies: without a word to the database. */
    void die() {
        client.close();
        pool.close();
    }

    @Override
    public void close() {
        client.close();
        limits.close();
        pool.close();
    }
}

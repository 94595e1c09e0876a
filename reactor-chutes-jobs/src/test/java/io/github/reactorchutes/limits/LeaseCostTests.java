package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.resilience.AccountLimits.Answer;
import io.github.reactorchutes.resilience.AccountLimits.Lease;
import io.github.reactorchutes.resilience.LeaseEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Prints the figures of docs/limits.md. They are measured, not asserted. */
@Tag("proof")
class LeaseCostTests {

    private static final Duration LONG = Duration.ofSeconds(100);

    private static final int ROUNDS = 2_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void milliseconds(TestDatabase database) {
        String url = database.create(folder);
        List<HikariDataSource> pools = new ArrayList<>();
        List<JdbcAccountLimits> replicas = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            HikariDataSource pool = TestDatabase.pool(url);
            pools.add(pool);
            replicas.add(JdbcAccountLimits.builder(pool, "account")
                    .maxCalls(1_000)
                    .maxRequests(1_000_000, Duration.ofSeconds(1))
                    .build());
        }
        JdbcAccountLimits one = replicas.get(0);
        measure(500, one::askForCall);
        print(database, "lease of a call, and its release", measure(ROUNDS, one::askForCall));
        print(database, "pace of an attempt", measure(ROUNDS, one::askForAttempt));
        long[] all = Flux.fromIterable(replicas)
                .flatMap(replica -> Mono.fromCallable(() -> measure(ROUNDS / 4, replica::askForCall))
                        .subscribeOn(Schedulers.boundedElastic()))
                .flatMap(nanos -> Flux.fromStream(Arrays.stream(nanos).boxed()))
                .collectList()
                .map(nanos -> nanos.stream().mapToLong(Long::longValue).toArray())
                .block(LONG);
        print(database, "lease of a call, and its release, 4 replicas at once", Objects.requireNonNull(all));
        replicas.forEach(JdbcAccountLimits::close);
        pools.forEach(HikariDataSource::close);
    }

    private static long[] measure(int rounds, IntFunction<Mono<Answer>> question) {
        long[] nanos = new long[rounds];
        for (int i = 0; i < rounds; i++) {
            long begin = System.nanoTime();
            Answer answer = Objects.requireNonNull(question.apply(1).block(LONG));
            Lease lease = answer.lease();
            assertThat(lease).as(answer.reason()).isNotNull();
            Objects.requireNonNull(lease).release(LeaseEnd.answered(null)).block(LONG);
            nanos[i] = System.nanoTime() - begin;
        }
        return nanos;
    }

    private static void print(TestDatabase database, String what, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                "%s, %s: median %.2f ms, 99 %% %.2f ms%n",
                database, what, nanos[nanos.length / 2] / 1e6, nanos[nanos.length * 99 / 100] / 1e6);
    }
}

package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Several replicas, each with its own pool and client, on one database. */
class JdbcAccountLimitsTests {

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    private ChutesEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource
    void replicasShareThePermits(TestDatabase database) {
        String url = database.create(folder);
        Service first = service(url, limits -> limits.maxCalls(2));
        Service second = service(url, limits -> limits.maxCalls(2));
        emulator.enqueue(Reply.silent(), Reply.silent());
        Disposable one = first.call().subscribe(bytes -> {}, error -> {});
        Disposable two = second.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(2));

        Mono<Long> third = second.call().cache();
        Disposable waiting = third.subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(second.calls.waitingCalls()).isEqualTo(1));
        assertThat(emulator.requestCount()).isEqualTo(2);
        Await.untilAsserted(
                () -> assertThat(second.limits.status().accountLeases()).isEqualTo(2));

        one.dispose();
        assertThat(third.block(Service.SOON)).isPositive();
        waiting.dispose();
        two.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void theLeasesOfADeadReplicaExpire(TestDatabase database) {
        String url = database.create(folder);
        UnaryOperator<JdbcAccountLimits.Builder> settings =
                limits -> limits.maxCalls(1).leaseTime(Duration.ofSeconds(2));
        Service dead = new Service(url, emulator.baseUrl(), settings);
        emulator.enqueue(Reply.silent());
        dead.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));
        dead.die();

        Service alive = service(url, settings);
        assertThat(alive.callNow()).isPositive();
        dead.limits.close();
    }

    /** The lease would have expired twice. It is long, so that a busy machine does not delay a renewal past its end. */
    @ParameterizedTest
    @EnumSource
    void renewsTheLeaseOfACallThatTakesLonger(TestDatabase database) {
        String url = database.create(folder);
        Service service = service(url, limits -> limits.maxCalls(1).leaseTime(Duration.ofSeconds(3)));
        emulator.enqueue(Reply.silent());
        Disposable call = service.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));
        long first = expiry(url);

        Await.untilAsserted(() -> assertThat(expiry(url) - first).isGreaterThan(6_000_000));

        assertThat(service.limits.status().heldLeases()).isEqualTo(1);
        assertThat(service.limits.status().missedRenewals()).isZero();
        assertThat(service.limits.status().expiredLeases()).isZero();
        call.dispose();
        Await.untilAsserted(() -> assertThat(rows(url)).isZero());
    }

    @ParameterizedTest
    @EnumSource
    void bringsBackALeaseThatOthersHaveDropped(TestDatabase database) {
        String url = database.create(folder);
        Service service = service(url, limits -> limits.maxCalls(1).leaseTime(Duration.ofSeconds(1)));
        emulator.enqueue(Reply.silent());
        Disposable call = service.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));

        execute(url, "delete from chutes_limit_lease");

        Await.untilAsserted(() -> assertThat(rows(url)).isEqualTo(1));
        assertThat(service.limits.status().expiredLeases()).isPositive();
        call.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void deletesRowsThatItDoesNotHold(TestDatabase database) {
        String url = database.create(folder);
        Service service = service(url, limits -> limits.maxCalls(3).leaseTime(Duration.ofSeconds(1)));
        emulator.enqueue(Reply.silent());
        Disposable call = service.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));

        execute(
                url,
                "insert into chutes_limit_lease select 'unknown', account, owner, granted_at_us, expires_at_us"
                        + " from chutes_limit_lease");

        Await.untilAsserted(() -> assertThat(rows(url)).isEqualTo(1));
        call.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void aRejectionOfTheEdgeSlowsAllReplicas(TestDatabase database) {
        String url = database.create(folder);
        Service first = service(url, limits -> limits);
        Service second = service(url, limits -> limits);
        assertThat(second.callNow()).isPositive();
        emulator.enqueue(PlatformError.EDGE_RATE_LIMITED.reply());
        assertThatThrownBy(first::callNow).isInstanceOf(ChutesResponseException.class);
        Await.untilAsserted(() -> assertThat(banned(url)).isPositive());

        Disposable waiting = second.call().subscribe(bytes -> {}, error -> {});

        Await.untilAsserted(() -> assertThat(second.limits.status().bannedUntil())
                .isAfter(Instant.now().plusSeconds(30)));
        Await.untilAsserted(() -> assertThat(second.attempts.waitingCalls()).isEqualTo(1));
        assertThat(emulator.requestCount()).isEqualTo(2);
        waiting.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void oneProbeOfTheWholeAccountEndsABan(TestDatabase database) {
        String url = database.create(folder);
        Service first = service(url, limits -> limits);
        Service second = service(url, limits -> limits);
        execute(url, "update chutes_limit_account set ban_us = 60000000, banned_until_us = 1");
        emulator.enqueue(Reply.silent());
        Disposable probe = first.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));
        Disposable waiting = second.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(second.attempts.waitingCalls()).isEqualTo(1));

        probe.dispose();

        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(2));
        Await.untilAsserted(() -> assertThat(banned(url)).isZero());
        waiting.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void replicasShareThePace(TestDatabase database) {
        String url = database.create(folder);
        UnaryOperator<JdbcAccountLimits.Builder> tenInASecond =
                limits -> limits.maxRequests(10, Duration.ofSeconds(1)).burst(5).followServer(false);
        Service first = service(url, tenInASecond);
        Service second = service(url, tenInASecond);

        Long calls = Flux.range(0, 30)
                .flatMap(i -> (i % 2 == 0 ? first : second).call(), 30)
                .count()
                .block(Service.SOON);

        assertThat(calls).isEqualTo(30);
        List<Instant> times = emulator.requests().stream()
                .map(request -> request.arrivedAt())
                .sorted()
                .toList();
        Duration spread = Duration.between(times.get(0), times.get(29));
        assertThat(spread).as("5 at once, then one in each sixth of a second").isGreaterThan(Duration.ofMillis(3_500));
    }

    @ParameterizedTest
    @EnumSource
    void adoptsTheStatedLimitForAllReplicas(TestDatabase database) {
        String url = database.create(folder);
        UnaryOperator<JdbcAccountLimits.Builder> perMinute = limits -> limits.maxRequests(50, Duration.ofMinutes(1));
        Service first = service(url, perMinute);
        Service second = service(url, perMinute);

        first.callNow();

        Await.untilAsserted(() -> {
            second.callNow();
            assertThat(second.limits.status().statedPerMinute()).isNotNull();
        });
    }

    @ParameterizedTest
    @EnumSource
    void accountsAreSeparate(TestDatabase database) {
        String url = database.create(folder);
        Service first = service(url, limits -> limits.maxCalls(1));
        Service other = new Service(url, emulator.baseUrl(), "another account", limits -> limits.maxCalls(1));
        open.add(other);
        emulator.enqueue(Reply.silent());
        Disposable call = first.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));

        assertThat(other.callNow()).isPositive();
        call.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void closingFreesItsLeasesAtOnce(TestDatabase database) {
        String url = database.create(folder);
        Service first = new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(1));
        emulator.enqueue(Reply.silent());
        first.call().subscribe(bytes -> {}, error -> {});
        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));

        first.close();

        assertThat(rows(url)).isZero();
        assertThatThrownBy(() -> first.limits
                        .askForCall(0)
                        .map(answer -> {
                            throw new IllegalStateException(answer.reason());
                        })
                        .block(Service.SOON))
                .hasMessageContaining("closed");
    }

    @ParameterizedTest
    @EnumSource
    void theSettingsOfTheReplicaThatStartedLastHold(TestDatabase database) {
        String url = database.create(folder);
        Service first = service(url, limits -> limits.maxCalls(1));
        service(url, limits -> limits.maxCalls(2));
        emulator.enqueue(Reply.silent(), Reply.silent());

        Disposable calls = Flux.range(0, 2).flatMap(i -> first.call()).subscribe(bytes -> {}, error -> {});

        Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(2));
        calls.dispose();
    }

    @ParameterizedTest
    @EnumSource
    void severalProcessesCreateTheTablesAtOnce(TestDatabase database) {
        String url = database.create(folder);

        List<JdbcAccountLimits> all = Flux.range(0, 8)
                .flatMap(i -> Mono.fromCallable(() -> {
                            HikariDataSource pool = TestDatabase.pool(url);
                            JdbcAccountLimits limits =
                                    JdbcAccountLimits.builder(pool, "account").build();
                            open.add(limits);
                            open.add(pool);
                            return limits;
                        })
                        .subscribeOn(Schedulers.boundedElastic()))
                .collectList()
                .block(Service.SOON);

        assertThat(all)
                .hasSize(8)
                .allSatisfy(limits -> assertThat(limits.status().isConnected()).isTrue());
        assertThat(count(url, "select count(*) from chutes_limit_schema")).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void doesNotUseTablesOfANewerVersion(TestDatabase database) {
        String url = database.create(folder);
        service(url, limits -> limits);
        execute(url, "insert into chutes_limit_schema (version) values (99)");

        Service old = service(url, limits -> limits);

        assertThat(old.limits.status().isConnected()).isFalse();
        assertThatThrownBy(old::callNow).isInstanceOf(ChutesCallRejectedException.class);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsInvalidSettings(TestDatabase database) {
        DataSource pool = TestDatabase.pool(database.create(folder));
        open.add((AutoCloseable) pool);
        assertThatThrownBy(() -> JdbcAccountLimits.builder(pool, " ")).hasMessageContaining("account");
        assertThatThrownBy(() -> JdbcAccountLimits.builder(pool, "x".repeat(101)))
                .hasMessageContaining("101");
        JdbcAccountLimits.Builder builder = JdbcAccountLimits.builder(pool, "account");
        assertThatThrownBy(() -> builder.maxCalls(0)).hasMessageContaining("maxCalls must be 1 or more");
        assertThatThrownBy(() -> builder.maxRequests(1, Duration.ZERO)).hasMessageContaining("period");
        assertThatThrownBy(() -> builder.leaseTime(Duration.ofMillis(1))).hasMessageContaining("leaseTime");
        assertThatThrownBy(() -> builder.burst(61).build()).hasMessageContaining("burst must be at most maxRequests");
        assertThatThrownBy(() ->
                        builder.burst(1).maxCalls(2).whenAway(WhenAway.SHARE, 3).build())
                .hasMessageContaining("replicas must be at most maxCalls");
    }

    private Service service(String url, UnaryOperator<JdbcAccountLimits.Builder> settings) {
        Service service = new Service(url, emulator.baseUrl(), settings);
        open.add(service);
        return service;
    }

    private static long rows(String url) {
        return count(url, "select count(*) from chutes_limit_lease");
    }

    private static long expiry(String url) {
        return count(url, "select expires_at_us from chutes_limit_lease");
    }

    private static long banned(String url) {
        return count(url, "select ban_us from chutes_limit_account");
    }

    private static long count(String url, String query) {
        try (HikariDataSource pool = TestDatabase.pool(url);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void execute(String url, String statement) {
        try (HikariDataSource pool = TestDatabase.pool(url);
                Connection connection = pool.getConnection();
                Statement executed = connection.createStatement()) {
            executed.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Replicas under load. The judge is the platform, which rejects the call that exceeds the limit. */
class LoadTests {

    private static final Duration LONG = Duration.ofSeconds(100);

    private static final int LIMIT = 5;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void threeReplicasNeverExceedTheLimit(TestDatabase database) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String url = database.create(folder);
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .concurrency(LIMIT)
                .timeToFirstByte(Duration.ofMillis(15))
                .start()) {
            List<Service> services = IntStream.range(0, 3)
                    .mapToObj(i -> new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(LIMIT)))
                    .toList();

            List<Long> videos = Flux.range(0, 240)
                    .delayUntil(i -> Mono.delay(Duration.ofMillis(random.nextInt(4))))
                    .flatMap(i -> services.get(random.nextInt(3)).call(), 240)
                    .collectList()
                    .block(LONG);

            assertThat(videos).as("seed " + seed).hasSize(240);
            assertThat(emulator.requestCount()).isEqualTo(240);
            services.forEach(Service::close);
        }
    }

    /** No replica starves, although one of them has a call for every lease that it frees. */
    @ParameterizedTest
    @EnumSource
    void aReplicaWithALongQueueLeavesSomeToTheOthers(TestDatabase database) {
        String url = database.create(folder);
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                        .smallVideos(true)
                        .timeToFirstByte(Duration.ofMillis(10))
                        .start();
                Service busy = new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(1));
                Service rare = new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(1))) {
            var load = Flux.range(0, Integer.MAX_VALUE)
                    .flatMap(i -> busy.call().onErrorComplete(), 20)
                    .subscribe();
            Await.untilAsserted(() -> assertThat(busy.calls.waitingCalls()).isPositive());

            for (int i = 0; i < 5; i++) {
                assertThat(rare.callNow()).isPositive();
            }
            load.dispose();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theLeasesOfAKilledProcessBecomeFree(TestDatabase database) throws InterruptedException {
        String url = database.create(folder);
        Duration lease = Duration.ofSeconds(3);
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            emulator.enqueue(
                    IntStream.range(0, LIMIT).mapToObj(i -> Reply.silent()).toArray(Reply[]::new));
            Process replica = ReplicaProcess.start(url, emulator.baseUrl(), LIMIT, lease);
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(LIMIT));
            try (Service alive = new Service(
                    url, emulator.baseUrl(), limits -> limits.maxCalls(LIMIT).leaseTime(lease))) {
                Mono<Long> waiting = alive.call().cache();
                var call = waiting.subscribe(bytes -> {}, error -> {});
                Await.untilAsserted(
                        () -> assertThat(alive.limits.status().accountLeases()).isEqualTo(LIMIT));
                assertThat(emulator.requestCount())
                        .as("the killed one holds all leases")
                        .isEqualTo(LIMIT);

                replica.destroyForcibly().waitFor();

                assertThat(waiting.block(LONG)).isPositive();
                call.dispose();
            }
        }
    }

    /** Generations of a killed process end before its leases expire, so the platform rejects nothing. */
    @ParameterizedTest
    @EnumSource
    void processesThatAreKilledDoNotExceedTheLimit(TestDatabase database) throws InterruptedException {
        String url = database.create(folder);
        Duration lease = Duration.ofSeconds(2);
        List<Process> replicas = new ArrayList<>();
        try (ChutesEmulator emulator = ChutesEmulator.builder()
                .smallVideos(true)
                .concurrency(LIMIT)
                .timeToFirstByte(Duration.ofMillis(50))
                .start()) {
            for (int i = 0; i < 3; i++) {
                int before = emulator.requestCount();
                replicas.add(ReplicaProcess.start(url, emulator.baseUrl(), LIMIT, lease));
                Await.untilAsserted(() -> assertThat(emulator.requestCount()).isGreaterThan(before + 30));
                assertThat(replicas).as("none met a 429").allMatch(Process::isAlive);
                if (i > 0) {
                    replicas.remove(0).destroyForcibly().waitFor();
                }
            }
            int before = emulator.requestCount();
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isGreaterThan(before + 60));
            assertThat(replicas).as("none met a 429").allMatch(Process::isAlive);
        } finally {
            replicas.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void aDatabaseThatIsRestartedCostsRejectedCallsAndNoPaidOnes() {
        try (PostgresServer server = PostgresServer.start();
                ChutesEmulator emulator = ChutesEmulator.builder()
                        .smallVideos(true)
                        .concurrency(LIMIT)
                        .timeToFirstByte(Duration.ofMillis(30))
                        .start()) {
            String url = server.newDatabase();
            try (Service first = new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(LIMIT));
                    Service second = new Service(url, emulator.baseUrl(), limits -> limits.maxCalls(LIMIT))) {
                Mono<List<Object>> load = Flux.range(0, 1_200)
                        .flatMap(
                                i -> (i % 2 == 0 ? first : second)
                                        .call()
                                        .cast(Object.class)
                                        .onErrorResume(error -> Mono.delay(Duration.ofMillis(50))
                                                .thenReturn(error)),
                                20)
                        .collectList()
                        .cache();
                var running = load.subscribe();
                Await.untilAsserted(() -> assertThat(emulator.requestCount()).isGreaterThan(50));
                server.stop();
                Await.untilAsserted(
                        () -> assertThat(first.limits.status().isConnected()).isFalse());
                server.begin();
                Await.untilAsserted(() -> {
                    assertThat(first.limits.status().isConnected()).isTrue();
                    assertThat(second.limits.status().isConnected()).isTrue();
                });
                int before = emulator.requestCount();
                Await.untilAsserted(() -> assertThat(emulator.requestCount()).isGreaterThan(before + 50));

                List<Object> ends = load.block(LONG);
                assertThat(ends)
                        .hasSize(1_200)
                        .allMatch(end -> end instanceof Long || end instanceof ChutesCallRejectedException)
                        .anyMatch(end -> end instanceof ChutesCallRejectedException);
                running.dispose();
            }
        }
    }
}

package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.error.ChutesCallRejectedException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** The database stops and comes back. */
class AwayTests {

    private static final Duration LEASE = Duration.ofSeconds(4);

    private PostgresServer server;

    private ChutesEmulator emulator;

    private String url;

    @BeforeEach
    void start() {
        server = PostgresServer.start();
        url = server.newDatabase();
        emulator = ChutesEmulator.builder().smallVideos(true).start();
    }

    @AfterEach
    void stop() {
        emulator.close();
        server.close();
    }

    @Test
    void rejectsCallsUnderTheFirstPolicyAndKeepsThoseInFlight() {
        try (Service service = service(WhenAway.FAIL)) {
            emulator.enqueue(Reply.silent());
            Disposable inFlight = service.call().subscribe(bytes -> {}, error -> {});
            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(1));
            server.stop();

            assertThatThrownBy(service::callNow)
                    .isInstanceOf(ChutesCallRejectedException.class)
                    .hasMessageContaining("database")
                    .hasMessageContaining("away");
            assertThat(service.limits.status().isConnected()).isFalse();
            Await.untilAsserted(() -> assertThat(service.limits.status().missedRenewals())
                    .as("of the call in flight")
                    .isGreaterThanOrEqualTo(2));
            assertThat(inFlight.isDisposed()).as("a paid call goes on").isFalse();

            server.begin();
            Await.untilAsserted(
                    () -> assertThat(service.limits.status().isConnected()).isTrue());
            assertThat(service.callNow()).isPositive();
            Await.untilAsserted(
                    () -> assertThat(service.limits.status().heldLeases()).isEqualTo(1));
            inFlight.dispose();
        }
    }

    @Test
    void hasItsShareUnderTheOther() {
        try (Service service = service(WhenAway.SHARE)) {
            assertThat(service.callNow()).isPositive();
            server.stop();
            emulator.enqueue(IntStream.range(0, 6).mapToObj(i -> Reply.silent()).toArray(Reply[]::new));

            Disposable calls = Flux.range(0, 6).flatMap(i -> service.call()).subscribe(bytes -> {}, error -> {});

            Await.untilAsserted(() -> assertThat(emulator.requestCount()).isEqualTo(4));
            Await.untilAsserted(() -> assertThat(service.limits.status().heldLeases())
                    .as("3 of 6")
                    .isEqualTo(3));
            assertThat(service.calls.waitingCalls()).isEqualTo(3);

            server.begin();
            Await.untilAsserted(() -> assertThat(emulator.requestCount())
                    .as("the whole limit again")
                    .isEqualTo(7));
            Await.untilAsserted(
                    () -> assertThat(service.limits.status().accountLeases()).isGreaterThanOrEqualTo(3));
            calls.dispose();
        }
    }

    @Test
    void tellsTheOthersOfABanThatItMetWhileTheDatabaseWasAway() {
        try (Service service = service(WhenAway.SHARE)) {
            server.stop();
            emulator.enqueue(PlatformError.EDGE_RATE_LIMITED.reply());
            assertThatThrownBy(service::callNow).isInstanceOf(ChutesResponseException.class);

            server.begin();

            Await.untilAsserted(() -> {
                try (Service other = service(WhenAway.FAIL)) {
                    assertThat(other.limits.status().isConnected()).isTrue();
                    assertThat(other.limits.status().bannedUntil()).isNotNull();
                }
            });
        }
    }

    @Test
    void startsWithoutItsDatabase() {
        server.stop();
        try (Service service = service(WhenAway.SHARE)) {
            assertThat(service.callNow()).isPositive();
            server.begin();

            Await.untilAsserted(
                    () -> assertThat(service.limits.status().isConnected()).isTrue());
            assertThat(service.callNow()).isPositive();
        }
    }

    private Service service(WhenAway policy) {
        return new Service(
                url,
                emulator.baseUrl(),
                limits -> limits.maxCalls(6).leaseTime(LEASE).whenAway(policy, 2));
    }
}

package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A watch that sees nothing proves nothing. */
class BlockingWatchTests {

    @Test
    void seesABlockingCall() {
        Mono.fromRunnable(() -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1)))
                .subscribeOn(Schedulers.parallel())
                .block(Duration.ofSeconds(5));

        assertThat(BlockingWatch.takeCalls()).singleElement().asString().contains("park", "on parallel");
    }
}

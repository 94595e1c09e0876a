package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.Deadline;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.Endpoint;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BodyClockTests {

    private static final Duration NONE_AT_ALL = Duration.ofNanos(1);

    private static final Duration LONG = Duration.ofHours(1);

    @Test
    void reportsAStallOnceForEachPause() {
        BodyClock clock = clock(NONE_AT_ALL, LONG);

        assertThat(clock.isNewStall(true)).isTrue();
        assertThat(clock.isNewStall(true)).isFalse();
        clock.progress();
        assertThat(clock.isNewStall(true)).isTrue();
    }

    @Test
    void blamesTheSideWhoseTurnItIs() {
        assertThat(clock(NONE_AT_ALL, LONG).isNewStall(false)).isFalse();
        assertThat(clock(LONG, NONE_AT_ALL).isNewStall(true)).isFalse();
        assertThat(clock(LONG, NONE_AT_ALL).isNewStall(false)).isTrue();
    }

    @Test
    void looksAgainWhenAPauseBecomesAStallOnEitherSide() {
        assertThat(clock(LONG, LONG).nanosLeft(true)).isBetween(1L, seconds(5));
        assertThat(clock(LONG, LONG).nanosLeft(false)).isBetween(1L, seconds(5));
        assertThat(clock(LONG, Duration.ofSeconds(8)).nanosLeft(true)).isBetween(1L, seconds(2));
    }

    @Test
    void doesNotGiveUpAtTheStall() {
        Duration patient = Duration.ofSeconds(4);
        BodyClock clock = clock(patient, LONG);
        Await.untilAsserted(() -> assertThat(clock.isNewStall(true)).isTrue());

        assertThat(clock.nanosLeft(true)).isBetween(1L, seconds(3));
    }

    @Test
    void respectsTheDeadline() {
        assertThat(clock(LONG, LONG).isPastDeadline()).isFalse();
        assertThat(clock(LONG, LONG, Deadline.in(LONG)).isPastDeadline()).isFalse();

        BodyClock late = clock(LONG, LONG, Deadline.in(NONE_AT_ALL));

        assertThat(late.isPastDeadline()).isTrue();
        assertThat(late.nanosLeft(true)).isNotPositive();
    }

    @Test
    void neverGivesUpAConsumerWithoutALimit() {
        assertThat(clock(LONG, Duration.ZERO).nanosLeft(false)).isBetween(1L, seconds(5));
        assertThat(clock(LONG, Duration.ZERO).isNewStall(false)).isFalse();
    }

    @Test
    void waitsForTheFirstByteAsLongAsForAGeneration() {
        BodyClock clock = silent(LONG, NONE_AT_ALL, LONG, null);

        assertThat(clock.isNewStall(true)).isFalse();
        clock.received();
        assertThat(clock.isNewStall(true)).isTrue();
        assertThat(silent(NONE_AT_ALL, LONG, LONG, null).nanosLeft(true)).isNotPositive();
    }

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private static BodyClock clock(Duration idleTimeout, Duration consumerIdleTimeout) {
        return clock(idleTimeout, consumerIdleTimeout, null);
    }

    private static BodyClock clock(Duration idleTimeout, Duration consumerIdleTimeout, @Nullable Deadline deadline) {
        BodyClock clock = silent(LONG, idleTimeout, consumerIdleTimeout, deadline);
        clock.received();
        return clock;
    }

    private static BodyClock silent(
            Duration firstByteTimeout,
            Duration idleTimeout,
            Duration consumerIdleTimeout,
            @Nullable Deadline deadline) {
        ResponseHead head = new ResponseHead(200, new DefaultHttpHeaders(), "video/mp4");
        return new BodyClock(new BodyRules(
                Endpoint.TEXT_TO_VIDEO,
                head,
                new ExpectedMedia(Set.of(AcceptedMedia.Kind.VIDEO), "video/mp4"),
                null,
                firstByteTimeout,
                idleTimeout,
                consumerIdleTimeout,
                deadline,
                false));
    }
}

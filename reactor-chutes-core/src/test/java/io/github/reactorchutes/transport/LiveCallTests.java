package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Logs;
import io.github.reactorchutes.fixture.Requests;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import reactor.netty.Connection;
import reactor.util.context.Context;

/** The actions of each transition, one at a time; {@link HandOffLinearizabilityTests} covers the races. */
class LiveCallTests {

    private static final Duration AT_ONCE = Duration.ofNanos(1);

    private static final Duration LATER = Duration.ofHours(1);

    private static final Set<CallPhase> SENT = EnumSet.of(CallPhase.FIRST_BYTE, CallPhase.BODY);

    private static final long NOTHING_SCHEDULED = -1;

    private final List<String> reported = new ArrayList<>();

    private final List<CallEnd> ends = new ArrayList<>();

    private final AtomicInteger rung = new AtomicInteger();

    private final EmbeddedChannel channel = new EmbeddedChannel();

    private final LiveCall live = new LiveCall(
            ChutesCall.of(Requests.text()).withListener(new Recorder()), Context.empty(), ended -> reported.add("end"));

    LiveCallTests() {
        live.addListener(ends::add);
    }

    @AfterEach
    void closeChannel() {
        channel.close().syncUninterruptibly();
    }

    @ParameterizedTest
    @EnumSource(CallPhase.class)
    void mayHaveBeenSentOnceItsLastByteIsOnItsWay(CallPhase phase) {
        live.enter(phase);

        assertThat(live.mayHaveBeenSent(true)).isEqualTo(SENT.contains(phase));
        assertThat(reported).isEqualTo(phase == CallPhase.PREPARE ? List.of() : List.of(phase.name()));
    }

    /** A write that failed, or that will never happen, has not delivered the last byte. */
    @Test
    void isNotSentIfItsLastByteWasNotWritten() {
        ChannelPromise write = channel.newPromise();
        live.completing(write);
        assertThat(live.mayHaveBeenSent(false)).isTrue();
        assertThat(live.mayHaveBeenSent(true)).isFalse();

        write.setFailure(new IOException("reset"));

        assertThat(live.mayHaveBeenSent(false)).isFalse();
    }

    @Test
    void mayHaveBeenSentOnceItsLastByteWasWritten() {
        live.completing(channel.newSucceededFuture());

        assertThat(live.mayHaveBeenSent(true)).isTrue();
    }

    @Test
    void isSettledOnce() {
        assertThat(live.settle()).isTrue();
        assertThat(live.settle()).isFalse();
    }

    @Test
    void entersAPhaseOfConnectingOnceAndNeverGoesBack() {
        live.enter(CallPhase.CONNECT);
        live.enter(CallPhase.CONNECT);
        live.enter(CallPhase.RESOLVE);
        live.enter(CallPhase.TLS);

        assertThat(reported).containsExactly("CONNECT", "TLS");
    }

    @Test
    void entersNoPhaseOnceItHasEnded() {
        live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null);
        live.enter(CallPhase.CONNECT);

        assertThat(reported).containsExactly("end");
    }

    @Test
    void reportsItsUrlAndTheStalledSide() {
        live.address(URI.create("https://host.example/x"));
        live.stalled(BodySide.SERVER);

        assertThat(reported).containsExactly("https://host.example/x", "SERVER");
    }

    @Test
    void leavesTheQueueOfThePoolAtOnceWhenItHasEndedMeanwhile() {
        Cancelled early = new Cancelled();
        Cancelled late = new Cancelled();
        live.acquiring(early);
        assertThat(early.times).isZero();
        live.stopAcquiring();
        assertThat(early.times).isOne();

        live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null);
        live.acquiring(late);

        assertThat(late.times).isOne();
    }

    @Test
    void stopsItsTimerAtTheEnd() {
        live.connected(Connection.from(channel));
        live.arm(LATER, rung::incrementAndGet);
        assertThat(channel.runScheduledPendingTasks()).isPositive();

        live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null);

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void armsNoTimerOnceItHasEnded() {
        live.connected(Connection.from(channel));
        live.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null);

        live.arm(LATER, rung::incrementAndGet);

        assertThat(channel.runScheduledPendingTasks()).isEqualTo(NOTHING_SCHEDULED);
    }

    @Test
    void doesNothingWhenItsTimerIsDisarmed() {
        live.connected(Connection.from(channel));
        live.arm(AT_ONCE, rung::incrementAndGet);
        live.disarm();
        channel.runScheduledPendingTasks();

        assertThat(rung).hasValue(0);
    }

    @Test
    void countsTheTimeToTheHead() {
        assertThat(live.timeToFirstByte()).isZero();

        assertThat(live.headArrived()).isTrue();

        assertThat(live.timeToFirstByte()).isPositive().isLessThan(Duration.ofMinutes(1));
        assertThat(reported).containsExactly("BODY");
    }

    @Test
    void releasesAHeadOnceAndClosesItsConnection() {
        Connection connection = Connection.from(channel);
        live.connected(connection);
        live.headArrived();

        assertThat(live.release(CallOutcome.CANCELLED, null, "for a reason")).isTrue();
        assertThat(live.release(CallOutcome.ABANDONED, null, "for another")).isFalse();

        assertThat(live.releaseReason()).isEqualTo("for a reason");
        assertThat(connection.isDisposed()).isTrue();
        assertThat(ends).singleElement().satisfies(end -> {
            assertThat(end.outcome()).isEqualTo(CallOutcome.CANCELLED);
            assertThat(end.timeToFirstByte()).isEqualTo(live.timeToFirstByte());
        });
    }

    @Test
    void warnsOfAVideoThatNobodyWantedAndOfNoOther() {
        assertThat(warningsOfRelease(CallOutcome.ABANDONED))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .contains(live.call().id(), "was wasted: nobody subscribed")
                        .doesNotContain("fox"));
        assertThat(new LiveCallTests().warningsOfRelease(CallOutcome.CANCELLED)).isEmpty();
    }

    @Test
    void runsATaskHereWhileItHasNoConnection() {
        live.runOnLoop(rung::incrementAndGet);

        assertThat(rung).hasValue(1);
    }

    private List<String> warningsOfRelease(CallOutcome outcome) {
        live.headArrived();
        return Logs.of(LiveCall.class, Level.WARN, () -> live.release(outcome, null, "nobody subscribed")).stream()
                .filter(line -> line.contains(live.call().id()))
                .toList();
    }

    private final class Recorder implements CallListener {

        @Override
        public void phaseEntered(ChutesCall call, CallPhase phase) {
            reported.add(phase.name());
        }

        @Override
        public void addressed(ChutesCall call, URI url) {
            reported.add(url.toString());
        }

        @Override
        public void stalled(ChutesCall call, BodySide idle) {
            reported.add(idle.name());
        }
    }

    private static final class Cancelled implements Subscription {

        private int times;

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            times++;
        }
    }
}

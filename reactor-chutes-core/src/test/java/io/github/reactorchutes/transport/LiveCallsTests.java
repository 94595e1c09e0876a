package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.fixture.Requests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;
import reactor.util.context.Context;

class LiveCallsTests {

    private static final Duration LONG = Duration.ofHours(1);

    private final LiveCalls calls = new LiveCalls();

    private final List<String> interrupted = new ArrayList<>();

    @Test
    void isClosedAtOnceWithoutCalls() {
        StepVerifier.create(calls.close(LONG)).verifyComplete();
        StepVerifier.create(calls.close(Duration.ZERO)).verifyComplete();
    }

    @Test
    void isClosedWhenTheLastCallHasEndedByItself() {
        LiveCall one = call("one");
        LiveCall other = call("other");
        calls.add(one);
        calls.add(other);

        StepVerifier.create(calls.close(LONG))
                .then(() -> end(one))
                .then(() -> assertThat(interrupted).isEmpty())
                .then(() -> end(other))
                .verifyComplete();
        assertThat(interrupted).isEmpty();
    }

    @Test
    void interruptsWhatIsLeftBeginningWithThoseThatWereNotSent() {
        LiveCall sent = call("sent");
        LiveCall waiting = call("waiting");
        sent.enter(CallPhase.FIRST_BYTE);
        calls.add(sent);
        calls.add(waiting);

        StepVerifier.withVirtualTime(() -> calls.close(LONG))
                .expectSubscription()
                .expectNoEvent(LONG)
                .then(() -> assertThat(interrupted).startsWith("waiting").contains("sent"))
                .then(() -> end(sent))
                .then(() -> end(waiting))
                .verifyComplete();
    }

    @Test
    void interruptsACallThatBeginsWhenItIsClosed() {
        StepVerifier.create(calls.close(LONG)).verifyComplete();

        calls.add(call("late"));

        assertThat(interrupted).containsExactly("late");
    }

    @Test
    void doesNotWaitForACallThatHadEndedBeforeItWasAdded() {
        LiveCall ended = call("ended");
        ended.endFrom(LiveCall.State.WAITING, CallOutcome.CANCELLED, null);

        calls.add(ended);

        StepVerifier.create(calls.close(LONG)).verifyComplete();
        assertThat(interrupted).isEmpty();
    }

    private LiveCall call(String name) {
        LiveCall call = new LiveCall(ChutesCall.of(Requests.text()), Context.empty(), calls::remove);
        call.attach(why -> interrupted.add(name));
        return call;
    }

    private static void end(LiveCall call) {
        call.endFrom(LiveCall.State.WAITING, CallOutcome.COMPLETED, null);
    }
}

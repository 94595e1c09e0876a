package io.github.reactorchutes.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/** A head that comes in the moment its call is cancelled, for those who listen to the call's end. */
class OvertakenHeadTests {

    private static final byte[] VIDEO = Videos.ofSize(100_000);

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    private final List<String> signals = new ArrayList<>();

    private final List<CallOutcome> ends = new ArrayList<>();

    @Test
    void isReleasedAndTakenForNoCallThatEndsWithoutAVideo() throws IOException {
        try (RawServer server = RawServer.start(Scripts.stalledAfter(VIDEO))) {
            VideoResponse head = head(server);

            VideoResponse.doOnEnd(arrivingWhenCancelled(head), end -> ends.add(end.outcome()))
                    .subscribe(new Cancelling());

            assertThat(signals).isEmpty();
            assertThat(ends).containsExactly(CallOutcome.CANCELLED);
            assertThat(server.connections().get(0).isClosedByClient()).isTrue();
        }
    }

    private VideoResponse head(RawServer server) {
        return Objects.requireNonNull(
                fixture.client(server.url()).exchange(Requests.text()).block(Bodies.LIMIT));
    }

    private static Mono<VideoResponse> arrivingWhenCancelled(VideoResponse head) {
        return Mono.fromDirect(subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {
                subscriber.onNext(head);
                subscriber.onComplete();
            }
        }));
    }

    /** Unlike Reactor's subscribers it still sees what comes after its cancel. */
    private final class Cancelling implements CoreSubscriber<VideoResponse> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscription.cancel();
        }

        @Override
        public void onNext(VideoResponse head) {
            signals.add("head");
        }

        @Override
        public void onError(Throwable error) {
            signals.add("error");
        }

        @Override
        public void onComplete() {
            signals.add("complete");
        }
    }
}

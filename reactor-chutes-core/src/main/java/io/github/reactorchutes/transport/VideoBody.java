package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.ChutesBodyException.Reason;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.netty.Connection;

/** The inner layer: the bytes of one video, for one subscriber. */
final class VideoBody extends Flux<DataBuffer> {

    private final LiveCall live;

    private final Connection connection;

    private final BodyRules rules;

    VideoBody(LiveCall live, Connection connection, BodyRules rules) {
        this.live = live;
        this.connection = connection;
        this.rules = rules;
    }

    @Override
    public void subscribe(CoreSubscriber<? super DataBuffer> actual) {
        if (live.bodySubscribed()) {
            connection.inbound().receiveObject().subscribe(new BodySubscriber(actual, live, connection, rules));
        } else {
            Operators.error(actual, refusal());
        }
    }

    private RuntimeException refusal() {
        if (live.isBodyTaken()) {
            return new IllegalStateException("the body of a video can only be subscribed to once");
        }
        Reason reason = live.isInterrupted() ? Reason.CLIENT_CLOSED : Reason.ABANDONED;
        return rules.failure(reason, 0, "the body of this video is no longer available: " + live.releaseReason(), null);
    }
}

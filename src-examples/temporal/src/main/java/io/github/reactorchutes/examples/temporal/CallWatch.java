package io.github.reactorchutes.examples.temporal;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** How far the call of one activity is. */
final class CallWatch implements CallListener {

    /** Lets the watch in the Reactor context listen to its call. */
    static final VideoExchangeFilter FILTER = (call, next) ->
            Mono.deferContextual(context -> next.exchange(call.withListener(context.<CallWatch>get(CallWatch.class))));

    private final AtomicLong bytes = new AtomicLong();

    private volatile boolean sent;

    Context in(Context context) {
        return context.put(CallWatch.class, this);
    }

    @Override
    public void phaseEntered(ChutesCall call, CallPhase phase) {
        if (phase.compareTo(CallPhase.SEND) >= 0) {
            sent = true;
        }
    }

    void received(DataBuffer buffer) {
        bytes.addAndGet(buffer.readableByteCount());
    }

    /** Return whether the platform may have the request. */
    boolean isSent() {
        return sent;
    }

    long bytes() {
        return bytes.get();
    }
}

package io.github.reactorchutes.transport;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The calls in flight, so that closing the client can wait for them and end them. */
final class LiveCalls {

    private final Set<LiveCall> calls = ConcurrentHashMap.newKeySet();

    private final Sinks.Empty<Void> drained = Sinks.empty();

    private volatile boolean closed;

    void add(LiveCall live) {
        calls.add(live);
        if (live.hasEnded()) {
            remove(live);
        } else if (closed) {
            live.interrupt(Interruption.CLIENT_CLOSED);
        }
    }

    void remove(LiveCall live) {
        calls.remove(live);
        signalIfDrained();
    }

    /** Wait for the calls to end, then fail the rest; complete when all have ended. */
    Mono<Void> close(Duration drainTimeout) {
        closed = true;
        signalIfDrained();
        Mono<Void> drain = drainTimeout.isZero()
                ? Mono.empty()
                : Mono.firstWithSignal(
                        drained.asMono(), Mono.delay(drainTimeout).then());
        return drain.then(Mono.fromRunnable(this::interruptAll)).then(drained.asMono());
    }

    /** Fail the waiting calls first, so that they are not sent on connections that others release. */
    private void interruptAll() {
        interrupt(live -> !live.mayHaveBeenSent(false), Interruption.CLIENT_CLOSED);
        interrupt(live -> true, Interruption.CLIENT_CLOSED);
    }

    /** Fail the calls of an event loop that shuts down; on that loop. */
    void loopShutDown(EventLoop loop) {
        interrupt(live -> live.runsOn(loop), Interruption.LOOP_SHUT_DOWN);
    }

    private void interrupt(Predicate<LiveCall> which, Interruption why) {
        calls.stream().filter(which).forEach(live -> live.interrupt(why));
    }

    private void signalIfDrained() {
        if (closed && calls.isEmpty()) {
            drained.tryEmitEmpty();
        }
    }
}

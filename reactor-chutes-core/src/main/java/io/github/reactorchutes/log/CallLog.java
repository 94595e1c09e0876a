package io.github.reactorchutes.log;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.BodySide;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.CallListener;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.guard.CallerCode;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Logs a line at DEBUG for each phase of each call, with the call's short id but without any content that was sent or
 * received. It costs nothing while DEBUG is disabled. Every client includes it.
 *
 * @since 0.1.0
 */
public final class CallLog implements VideoExchangeFilter {

    private static final Logger logger = LoggerFactory.getLogger(CallLog.class);

    /** Log to the logger of this class. */
    public CallLog() {}

    @Override
    public Mono<VideoResponse> filter(ChutesCall call, VideoExchange next) {
        return isDebugEnabled() ? Mono.deferContextual(context -> logged(call, next, context)) : next.exchange(call);
    }

    /** Filters of the logging system are application code, which may throw. */
    private static boolean isDebugEnabled() {
        AtomicBoolean enabled = new AtomicBoolean();
        CallerCode.run("A filter of the logging system", () -> enabled.set(logger.isDebugEnabled()));
        return enabled.get();
    }

    private static Mono<VideoResponse> logged(ChutesCall call, VideoExchange next, ContextView caller) {
        Lines lines = new Lines(call, caller);
        return VideoResponse.doOnEnd(
                next.exchange(call.withListener(lines))
                        .doOnNext(lines::head)
                        .contextWrite(Context.of(Lines.class, lines)),
                lines::end);
    }

    /**
     * The log lines of one call. While DEBUG is enabled, the Reactor Context inside the filter holds them under their
     * class.
     *
     * @since 0.1.0
     */
    public static final class Lines implements CallListener {

        private final ChutesCall call;

        private final ContextView caller;

        private final long startedNanos = System.nanoTime();

        private final AtomicBoolean ended = new AtomicBoolean();

        private volatile Executor scope = Runnable::run;

        private Lines(ChutesCall call, ContextView caller) {
            this.call = call;
            this.caller = caller;
        }

        /**
         * Write further lines in an additional scope, nested in that of the caller's Reactor Context.
         *
         * @param executor runs a task immediately on the same thread
         */
        public void within(Executor executor) {
            scope = executor;
        }

        @Override
        public void phaseEntered(ChutesCall current, CallPhase phase) {
            log(() -> "attempt " + current.attempt() + ": " + phase.description());
        }

        @Override
        public void stalled(ChutesCall current, BodySide idle) {
            log(() -> "attempt " + current.attempt() + ": the "
                    + (idle == BodySide.SERVER ? "server sends" : "consumer requests") + " nothing");
        }

        private void head(VideoResponse response) {
            log(() -> "attempt " + response.attempt() + ": the head arrived, " + response.contentType()
                    + ", invocation " + response.invocationId());
        }

        /**
         * Write the last line, once.
         *
         * @param end how the call ended
         */
        public void end(CallEnd end) {
            if (ended.compareAndSet(false, true)) {
                log(() -> end + ", after " + Duration.ofNanos(System.nanoTime() - startedNanos) + ", first byte after "
                        + end.timeToFirstByte());
            }
        }

        /** The text may come from caller code, such as the message of a custom exception. */
        private void log(Supplier<String> what) {
            Runnable line = () -> logger.debug("{} {}: {}", call.id(), call.endpoint(), what.get());
            LogScope.run(caller, () -> scope.execute(line));
        }
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Sorts what the network throws by what the caller can do. */
final class Failures {

    private Failures() {}

    /**
     * Translate a failure before the head. The border is the phase: once the request is being sent, the platform may
     * have it.
     */
    static RuntimeException beforeHead(LiveCall live, Throwable error) {
        if (error instanceof ChutesException || error instanceof InvalidVideoRequestException) {
            return (RuntimeException) error;
        }
        if (live.loopShutsDown()) {
            return interrupted(live, Interruption.LOOP_SHUT_DOWN);
        }
        if (live.mayHaveBeenSent()) {
            return unknownOutcome(
                    live, "the connection failed while " + live.phase().description() + ": " + describe(error), error);
        }
        CallPhase phase = live.phase() == CallPhase.POOL_ACQUIRE ? connectPhase(error) : live.phase();
        return notSent(live, phase, phase.description() + " failed: " + describe(error), error);
    }

    /** The request's own content failed: what was sent of it is no whole JSON, so no work can have begun. */
    static ChutesException contentFailed(LiveCall live, Throwable error) {
        return notSent(live, CallPhase.SEND, "reading the request's content failed: " + describe(error), error);
    }

    /** A provider's message is not repeated: it may hold the token. */
    static ChutesException tokenFailed(LiveCall live, Throwable error) {
        String name = error.getClass().getSimpleName();
        return notSent(live, CallPhase.PREPARE, "the token provider failed with " + name, error);
    }

    static ChutesException firstByteTimeout(LiveCall live, Duration timeout) {
        return unknownOutcome(
                live, "no answer within " + timeout + " while " + live.phase().description(), null);
    }

    /** The cause tells that this side ended the call, so that nobody blames the server. */
    static ChutesException interrupted(LiveCall live, Interruption why) {
        String message = why.description();
        CancellationException cause = new CancellationException(message);
        return live.mayHaveBeenSent()
                ? unknownOutcome(live, message + " while " + live.phase().description(), cause)
                : notSent(live, CallPhase.PREPARE, message, cause);
    }

    static ChutesException notSent(LiveCall live, CallPhase phase, String message, @Nullable Throwable cause) {
        return new ChutesNotSentException(live.call().endpoint(), phase, message, cause);
    }

    private static ChutesException unknownOutcome(LiveCall live, String message, @Nullable Throwable cause) {
        return new ChutesOutcomeUnknownException(live.call().endpoint(), live.phase(), message, cause);
    }

    /**
     * The pool's exceptions are in an internal package of Reactor Netty, so they are known by name. A server that hangs
     * up in the handshake shows as a closed channel.
     */
    private static CallPhase connectPhase(Throwable error) {
        if (error.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return CallPhase.POOL_ACQUIRE;
        }
        if (error instanceof UnknownHostException) {
            return CallPhase.RESOLVE;
        }
        boolean tls = error instanceof SSLException || error instanceof ClosedChannelException;
        return tls ? CallPhase.TLS : CallPhase.CONNECT;
    }

    /** Describe an error of the network; what it repeats of an answer is masked with the rest of the message. */
    static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}

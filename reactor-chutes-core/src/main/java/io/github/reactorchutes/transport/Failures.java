package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.MaskedCause;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Maps network errors to the exceptions that state what the caller can do. */
final class Failures {

    /** The messages of Netty's proxy handlers: protocol, authentication, proxy, target, and the problem. */
    private static final Pattern PROXY_MESSAGE = Pattern.compile("[^,]+, [^,]+, .+ => [^,]+, (.+)");

    /** A proxy that rejects this client or this target, and will do so again. */
    private static final Pattern PROXY_REFUSAL =
            Pattern.compile("status: 4(?!08|25|29)\\d\\d\\b|authStatus|FORBIDDEN|REJECTED");

    /** The names of the alerts in the JDK and in OpenSSL. */
    private static final Pattern CERTIFICATE_ALERT =
            Pattern.compile("(?i)alert.*(?:certificate|unknown_ca|access_denied)");

    /** The maximum number of causes to inspect, because a chain of causes can be circular. */
    private static final int MAX_DEPTH = 20;

    private Failures() {}

    /** Map a failure of the checks before a call. */
    static RuntimeException invalid(ChutesCall call, Throwable error) {
        if (error instanceof ChutesException || error instanceof InvalidVideoRequestException) {
            return (RuntimeException) error;
        }
        Throwable shown = MaskedCause.of(error, RequestTexts.of(call.request(), ""));
        return new ChutesNotSentException(
                call.endpoint(), CallPhase.PREPARE, failed(CallPhase.PREPARE, "", shown), shown);
    }

    /** Map a failure before the head. Once the last byte of the request is being written, the platform may have it. */
    static RuntimeException beforeHead(LiveCall live, Throwable error) {
        if (error instanceof ChutesException || error instanceof InvalidVideoRequestException) {
            return (RuntimeException) error;
        }
        if (live.loopShutsDown()) {
            return interrupted(live, Interruption.LOOP_SHUT_DOWN);
        }
        Throwable shown = MaskedCause.of(error, live.secrets());
        ProxyConnectException proxy = find(ProxyConnectException.class, error);
        if (proxy != null) {
            return proxyFailed(live, proxy, shown);
        }
        if (isCertificateAlert(error)) {
            return notSent(
                    live, CallPhase.TLS, "the server rejected the client certificate: " + describe(shown), shown);
        }
        if (live.mayHaveBeenSent(connectionIsLost(live, error))) {
            return unknownOutcome(live, lost(live, error, shown), shown);
        }
        CallPhase phase = phaseOf(live, error);
        return new ChutesNotSentException(
                live.call().endpoint(),
                phase,
                reasonOf(phase),
                phase == CallPhase.RESOLVE && live.proxy() != null
                        ? "the proxy " + live.proxy() + " has no address"
                        : failed(phase, through(live), shown),
                shown);
    }

    private static String failed(CallPhase phase, String through, Throwable shown) {
        return phase.description() + through + " failed: " + describe(shown);
    }

    private static String lost(LiveCall live, Throwable error, Throwable shown) {
        return find(TooLongFrameException.class, error) == null
                ? "the connection failed while " + live.phase().description() + ": " + describe(shown)
                : "the head of the response is too large: " + describe(shown) + " Raise maxHeadBytes to allow it.";
    }

    /**
     * With TLS 1.3, the client's handshake is complete before the server rejects its certificate, and the request may
     * already be sent. But a server reads no request before it accepts the certificate.
     */
    private static boolean isCertificateAlert(Throwable error) {
        SSLException tls = find(SSLException.class, error);
        return tls != null && CERTIFICATE_ALERT.matcher(describe(tls)).find();
    }

    /** Nothing more is written after a failure, except that TLS may still flush encrypted data. */
    private static boolean connectionIsLost(LiveCall live, @Nullable Throwable error) {
        return !live.isSecure() || error instanceof IOException;
    }

    private static CallPhase phaseOf(LiveCall live, Throwable error) {
        CallPhase phase = live.phase();
        if (phase.compareTo(CallPhase.SEND) > 0) {
            return CallPhase.SEND;
        }
        if (phase == CallPhase.SEND || phase == CallPhase.PREPARE) {
            return phase;
        }
        return connectPhase(phase, error);
    }

    private static ChutesNotSentException.Reason reasonOf(CallPhase phase) {
        return phase.compareTo(CallPhase.RESOLVE) >= 0
                ? ChutesNotSentException.Reason.NETWORK
                : ChutesNotSentException.Reason.LOCAL;
    }

    private static String through(LiveCall live) {
        return live.proxy() == null ? "" : " through the proxy " + live.proxy();
    }

    /** Until the proxy has opened the connection, the platform has received nothing. */
    private static ChutesException proxyFailed(LiveCall live, ProxyConnectException failure, Throwable error) {
        String text = describe(failure);
        Matcher message = PROXY_MESSAGE.matcher(text);
        String answer = message.matches() ? message.group(1) : text;
        return new ChutesNotSentException(
                live.call().endpoint(),
                CallPhase.CONNECT,
                PROXY_REFUSAL.matcher(answer).find()
                        ? ChutesNotSentException.Reason.PROXY_REFUSED
                        : ChutesNotSentException.Reason.NETWORK,
                "the proxy " + live.proxy() + " did not open the connection (" + answer + ")",
                error);
    }

    private static <T extends Throwable> @Nullable T find(Class<T> type, Throwable error) {
        Throwable current = error;
        for (int depth = 0; current != null && depth < MAX_DEPTH; depth++) {
            if (type.isInstance(current)) {
                return type.cast(current);
            }
            current = current.getCause();
        }
        return null;
    }

    /**
     * Map a failure of the request's content. The sent part is not a complete JSON object, so no work can have started.
     */
    static RuntimeException contentFailed(LiveCall live, Throwable error) {
        return error instanceof InvalidVideoRequestException invalid
                ? invalid
                : notSent(live, CallPhase.SEND, "reading the request's content failed: " + describe(error), error);
    }

    /** The server or the network accepted no data. */
    static ChutesException uploadStalled(LiveCall live, Duration timeout) {
        String message = "the server accepted nothing of the request for " + timeout;
        return live.mayHaveBeenSent(connectionIsLost(live, null))
                ? unknownOutcome(live, message, null)
                : new ChutesNotSentException(
                        live.call().endpoint(), CallPhase.SEND, ChutesNotSentException.Reason.NETWORK, message, null);
    }

    /** The caller's image supplied no data. */
    static ChutesException contentStalled(LiveCall live, Duration timeout) {
        return notSent(live, CallPhase.SEND, "the request's content supplied nothing for " + timeout, null);
    }

    static ChutesException notPrepared(Endpoint endpoint, String awaited, Duration timeout) {
        return new ChutesNotSentException(
                endpoint, CallPhase.PREPARE, awaited + " was not ready within " + timeout, null);
    }

    static ChutesException firstByteTimeout(LiveCall live, Duration timeout) {
        return unknownOutcome(
                live, "no response within " + timeout + " while " + live.phase().description(), null);
    }

    /** The cause states that this side ended the call, so the server is not blamed; on the event loop. */
    static ChutesException interrupted(LiveCall live, Interruption why) {
        String message = why.description();
        CancellationException cause = new CancellationException(message);
        return !live.settle() && live.mayHaveBeenSent(connectionIsLost(live, null))
                ? unknownOutcome(live, message + " while " + live.phase().description(), cause)
                : notSent(live, CallPhase.PREPARE, message, cause);
    }

    static ChutesException notSent(LiveCall live, CallPhase phase, String message, @Nullable Throwable cause) {
        return new ChutesNotSentException(live.call().endpoint(), phase, message, cause);
    }

    private static ChutesException unknownOutcome(LiveCall live, String message, @Nullable Throwable cause) {
        return new ChutesOutcomeUnknownException(
                live.call().endpoint(),
                live.phase(),
                message,
                cause,
                live.call().idempotencyKey() != null);
    }

    /**
     * The pool's exceptions are in an internal package of Reactor Netty, so they are recognised by name. A server that
     * closes the connection during the handshake appears as a closed channel.
     */
    static CallPhase connectPhase(CallPhase reached, Throwable error) {
        return switch (reached) {
            case POOL_ACQUIRE -> beforeConnect(error);
            case CONNECT -> find(UnresolvedAddressException.class, error) == null ? reached : CallPhase.RESOLVE;
            default -> reached;
        };
    }

    private static CallPhase beforeConnect(Throwable error) {
        if (error.getClass().getSimpleName().startsWith("PoolAcquire")) {
            return CallPhase.POOL_ACQUIRE;
        }
        if (find(UnknownHostException.class, error) != null) {
            return CallPhase.RESOLVE;
        }
        boolean tls = find(SSLException.class, error) != null || error instanceof ClosedChannelException;
        return tls ? CallPhase.TLS : CallPhase.CONNECT;
    }

    /** Describe a network error; text that it repeats from a response is masked with the rest of the message. */
    static String describe(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }
}

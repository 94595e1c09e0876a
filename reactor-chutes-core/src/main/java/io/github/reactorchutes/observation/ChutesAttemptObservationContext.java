package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an observed attempt. Its carrier takes the headers that a tracer wants to send along.
 *
 * @since 0.1.0
 */
public final class ChutesAttemptObservationContext
        extends RequestReplySenderContext<Map<String, String>, VideoResponse> {

    private final ChutesCall call;

    private final String client;

    private final @Nullable ChutesCallObservationContext callContext;

    private volatile CallPhase phase = CallPhase.PREPARE;

    private volatile @Nullable URI url;

    private volatile @Nullable CallEnd end;

    ChutesAttemptObservationContext(
            ChutesCall call, String client, @Nullable ChutesCallObservationContext callContext) {
        super((headers, name, value) -> Objects.requireNonNull(headers).put(name, value));
        this.call = call;
        this.client = client;
        this.callContext = callContext;
        setCarrier(new HashMap<>());
        setRemoteServiceName("chutes");
    }

    /**
     * Return the call, in this attempt.
     *
     * @return the call
     */
    public ChutesCall call() {
        return call;
    }

    /**
     * Return the name of the client that makes the call.
     *
     * @return the name, {@code default} unless the client was given one
     */
    public String client() {
        return client;
    }

    /**
     * Return what is known of the call that the attempt belongs to.
     *
     * @return the call's context, or {@code null} if the call is not observed
     */
    public @Nullable ChutesCallObservationContext callContext() {
        return callContext;
    }

    /**
     * Return the phase the attempt is in, or was in when it ended.
     *
     * @return the phase
     */
    public CallPhase phase() {
        return phase;
    }

    /**
     * Return where the attempt is sent.
     *
     * @return the full URL, or {@code null} if it did not come so far
     */
    public @Nullable URI url() {
        return url;
    }

    /**
     * Return how the attempt ended.
     *
     * @return the end, or {@code null} while it is under way
     */
    public @Nullable CallEnd end() {
        return end;
    }

    Map<String, String> headers() {
        Map<String, String> carrier = getCarrier();
        return carrier == null ? Map.of() : carrier;
    }

    void enter(CallPhase entered) {
        phase = entered;
    }

    void addressed(URI target) {
        url = target;
        setRemoteServiceAddress(target.getScheme() + "://" + target.getHost());
    }

    void ended(CallEnd how) {
        end = how;
    }
}

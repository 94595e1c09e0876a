package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * The context of a call's observation.
 *
 * @since 0.1.0
 */
public final class ChutesCallObservationContext extends Observation.Context {

    private final ChutesCall call;

    private final String client;

    private volatile CallPhase phase = CallPhase.PREPARE;

    private volatile int attempts;

    private volatile @Nullable VideoResponse response;

    private volatile long headNanos;

    private volatile @Nullable Throwable lastFailure;

    private volatile @Nullable CallEnd end;

    /** Cached until they change: the handlers read them at each event, and sorting them is the main cost. */
    private @Nullable KeyValues sortedKeys;

    ChutesCallObservationContext(ChutesCall call, String client) {
        this.call = call;
        this.client = client;
    }

    /** {@return the call as the observation received it, without the changes of inner filters} */
    public ChutesCall call() {
        return call;
    }

    /** {@return the client's name, {@code default} unless it was set} */
    public String client() {
        return client;
    }

    /** {@return the current phase of the call, or the phase in which it ended} */
    public CallPhase phase() {
        return phase;
    }

    /** {@return the number of started attempts, 0 while the call waits for its first permit} */
    public int attempts() {
        return attempts;
    }

    /** {@return the response, or {@code null} if no head arrived} */
    public @Nullable VideoResponse response() {
        return response;
    }

    /** {@return the end of the call, or {@code null} while it is under way} */
    public @Nullable CallEnd end() {
        return end;
    }

    @Override
    public synchronized KeyValues getLowCardinalityKeyValues() {
        KeyValues kept = sortedKeys;
        if (kept == null) {
            kept = super.getLowCardinalityKeyValues();
            sortedKeys = kept;
        }
        return kept;
    }

    @Override
    public synchronized Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
        sortedKeys = null;
        return super.addLowCardinalityKeyValue(keyValue);
    }

    @Override
    public synchronized Observation.Context removeLowCardinalityKeyValue(String keyName) {
        sortedKeys = null;
        return super.removeLowCardinalityKeyValue(keyName);
    }

    void enter(CallPhase entered) {
        phase = entered;
    }

    void attemptBegan(int number) {
        attempts = Math.max(attempts, number);
    }

    void attemptFailed(@Nullable Throwable failure) {
        lastFailure = failure;
    }

    @Nullable
    Throwable lastFailure() {
        return lastFailure;
    }

    void headArrived(VideoResponse arrived) {
        response = arrived;
        headNanos = System.nanoTime();
    }

    long nanosSinceHead() {
        return System.nanoTime() - headNanos;
    }

    void ended(CallEnd how) {
        end = how;
    }
}

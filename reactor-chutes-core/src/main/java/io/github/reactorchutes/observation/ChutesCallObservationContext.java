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
 * What is known of an observed call.
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

    /** Kept while they are the same: the handlers ask for them at each event, and sorting them costs most of that. */
    private @Nullable KeyValues sortedKeys;

    ChutesCallObservationContext(ChutesCall call, String client) {
        this.call = call;
        this.client = client;
    }

    /**
     * Return the call as it came to the observation: without what inner filters add.
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
     * Return the phase the call is in, or was in when it ended.
     *
     * @return the phase
     */
    public CallPhase phase() {
        return phase;
    }

    /**
     * Return how many attempts were begun.
     *
     * @return the number, 0 while the call waits for its first permit
     */
    public int attempts() {
        return attempts;
    }

    /**
     * Return the head.
     *
     * @return the response, or {@code null} if none came
     */
    public @Nullable VideoResponse response() {
        return response;
    }

    /**
     * Return how the call ended.
     *
     * @return the end, or {@code null} while it is under way
     */
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

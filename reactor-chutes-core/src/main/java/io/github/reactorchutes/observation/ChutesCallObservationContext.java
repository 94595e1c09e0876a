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

    private volatile PermitWait.@Nullable Ended lastWait;

    private volatile @Nullable VideoResponse response;

    private volatile long headNanos;

    private volatile @Nullable Throwable lastFailure;

    private volatile @Nullable CallEnd end;

    private volatile @Nullable ObservedCall observedCall;

    private final ContextKeys lowKeys = new ContextKeys();

    private final ContextKeys highKeys = new ContextKeys();

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
    public KeyValues getLowCardinalityKeyValues() {
        return lowKeys.all();
    }

    @Override
    public KeyValues getHighCardinalityKeyValues() {
        return highKeys.all();
    }

    @Override
    public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
        return lowKeys.get(key);
    }

    @Override
    public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
        return highKeys.get(key);
    }

    @Override
    public Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
        lowKeys.add(keyValues);
        return this;
    }

    @Override
    public Observation.Context addHighCardinalityKeyValues(KeyValues keyValues) {
        highKeys.add(keyValues);
        return this;
    }

    @Override
    public Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
        lowKeys.add(keyValue);
        return this;
    }

    @Override
    public Observation.Context addHighCardinalityKeyValue(KeyValue keyValue) {
        highKeys.add(keyValue);
        return this;
    }

    @Override
    public Observation.Context removeLowCardinalityKeyValue(String keyName) {
        lowKeys.remove(keyName);
        return this;
    }

    @Override
    public Observation.Context removeHighCardinalityKeyValue(String keyName) {
        highKeys.remove(keyName);
        return this;
    }

    void observedBy(ObservedCall observed) {
        observedCall = observed;
    }

    @Nullable
    ObservedCall observedCall() {
        return observedCall;
    }

    void enter(CallPhase entered) {
        phase = entered;
    }

    void attemptBegan(int number) {
        attempts = Math.max(attempts, number);
        lastWait = null;
    }

    void waited(PermitWait.Ended over) {
        lastWait = over;
    }

    /** Return the last wait since the last attempt began, or {@code null} without one. */
    PermitWait.@Nullable Ended lastWait() {
        return lastWait;
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

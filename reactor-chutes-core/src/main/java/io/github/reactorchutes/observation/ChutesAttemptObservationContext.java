package io.github.reactorchutes.observation;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoResponse;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.transport.RequestReplySenderContext;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The context of an attempt's observation. Its carrier receives the headers of the tracer, which are sent with the
 * request.
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

    private final ContextKeys lowKeys = new ContextKeys();

    private final ContextKeys highKeys = new ContextKeys();

    ChutesAttemptObservationContext(
            ChutesCall call, String client, @Nullable ChutesCallObservationContext callContext) {
        super((headers, name, value) -> Objects.requireNonNull(headers).put(name, value));
        this.call = call;
        this.client = client;
        this.callContext = callContext;
        setCarrier(new HashMap<>());
        setRemoteServiceName("chutes");
    }

    /** {@return the call, in this attempt} */
    public ChutesCall call() {
        return call;
    }

    /** {@return the client's name, {@code default} unless it was set} */
    public String client() {
        return client;
    }

    /** {@return the context of the attempt's call, or {@code null} if the call is not observed} */
    public @Nullable ChutesCallObservationContext callContext() {
        return callContext;
    }

    /** {@return the current phase of the attempt, or the phase in which it ended} */
    public CallPhase phase() {
        return phase;
    }

    /** {@return the full URL of the attempt, or {@code null} if it ended earlier} */
    public @Nullable URI url() {
        return url;
    }

    /** {@return the end of the attempt, or {@code null} while it is under way} */
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

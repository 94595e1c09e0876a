package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the calls under way by stage. From its start to its end, each call is in exactly one stage. */
final class ActiveCalls {

    enum Stage {
        /** Waiting for a permit, or otherwise before the first attempt. */
        WAITING,
        /** Acquiring or opening a connection. */
        CONNECTING,
        /** From sending the request to the head. */
        GENERATING,
        /** From the head to the end of the body. */
        DELIVERING,
        /** Between two attempts. */
        BACKING_OFF
    }

    private final Map<ChutesCallObservationContext, Stage> stages = new ConcurrentHashMap<>();

    private final Map<Stage, AtomicInteger> counts = new EnumMap<>(Stage.class);

    ActiveCalls(MeterRegistry registry) {
        for (Stage stage : Stage.values()) {
            AtomicInteger count = new AtomicInteger();
            counts.put(stage, count);
            Gauge.builder(ChutesMeterDocumentation.ACTIVE_CALLS.getName(), count, AtomicInteger::get)
                    .tag(Keys.STAGE.asString(), EndKeys.lower(stage))
                    .strongReference(true)
                    .register(registry);
        }
    }

    void begin(ChutesCallObservationContext call) {
        stages.put(call, Stage.WAITING);
        count(Stage.WAITING, 1);
    }

    /** Change the stage of a call, unless it has ended. */
    void move(ChutesCallObservationContext call, Stage next) {
        Stage before = stages.replace(call, next);
        if (before != null) {
            count(before, -1);
            count(next, 1);
        }
    }

    void end(ChutesCallObservationContext call) {
        count(stages.remove(call), -1);
    }

    private void count(@Nullable Stage stage, int change) {
        AtomicInteger count = stage == null ? null : counts.get(stage);
        if (count != null) {
            count.addAndGet(change);
        }
    }
}

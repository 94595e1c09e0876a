package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the calls under way by what they are doing; each is in one stage, from its start to its end. */
final class ActiveCalls {

    enum Stage {
        /** For a permit, and for all that comes before the first attempt. */
        WAITING,
        /** For a connection, and making one. */
        CONNECTING,
        /** From the sending of the request to the head. */
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

    /** Does nothing for a call that has ended. */
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

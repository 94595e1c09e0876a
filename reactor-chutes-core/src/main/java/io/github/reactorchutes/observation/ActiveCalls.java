package io.github.reactorchutes.observation;

import io.github.reactorchutes.observation.ChutesMeterDocumentation.Keys;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts the calls under way by client and stage. From its start to its end, each call is in exactly one stage. */
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

    /** The stage of a call, and the counts of the client with which it began: a convention may rename that later. */
    private static final class Place {

        private final Map<Stage, AtomicInteger> counts;

        private @Nullable Stage stage = Stage.WAITING;

        Place(Map<Stage, AtomicInteger> counts) {
            this.counts = counts;
            count(Stage.WAITING, 1);
        }

        synchronized void move(Stage next) {
            if (stage != null) {
                count(stage, -1);
                count(next, 1);
                stage = next;
            }
        }

        synchronized void leave() {
            if (stage != null) {
                count(stage, -1);
                stage = null;
            }
        }

        private void count(Stage where, int change) {
            Objects.requireNonNull(counts.get(where)).addAndGet(change);
        }
    }

    private final Map<ChutesCallObservationContext, Place> places = new ConcurrentHashMap<>();

    private final Map<String, Map<Stage, AtomicInteger>> counts = new ConcurrentHashMap<>();

    private final MeterRegistry registry;

    ActiveCalls(MeterRegistry registry) {
        this.registry = registry;
    }

    void begin(ChutesCallObservationContext call, String client) {
        places.put(call, new Place(counts.computeIfAbsent(client, this::gauges)));
    }

    /** Change the stage of a call, unless it has ended. */
    void move(ChutesCallObservationContext call, Stage next) {
        Place place = places.get(call);
        if (place != null) {
            place.move(next);
        }
    }

    void end(ChutesCallObservationContext call) {
        Place last = places.remove(call);
        if (last != null) {
            last.leave();
        }
    }

    /** Register the gauges of a client, with its first call. */
    private Map<Stage, AtomicInteger> gauges(String client) {
        Map<Stage, AtomicInteger> byStage = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            AtomicInteger count = new AtomicInteger();
            byStage.put(stage, count);
            Gauge.builder(ChutesMeterDocumentation.ACTIVE_CALLS.getName(), count, AtomicInteger::get)
                    .description(ChutesMeterDocumentation.ACTIVE_CALLS.description())
                    .tag(Keys.CLIENT.asString(), client)
                    .tag(Keys.STAGE.asString(), EndKeys.lower(stage))
                    .strongReference(true)
                    .register(registry);
        }
        return byStage;
    }
}

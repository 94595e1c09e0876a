package io.github.reactorchutes.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a registry by the values of their documented keys. Each is built once and cached, because building one
 * costs more than the rest of a call's metrics. A meter that was removed from the registry is built again on its next
 * use.
 */
final class DocumentedMeters {

    /** A generation takes seconds to minutes; the edge times out after ten minutes. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(100),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(10),
        Duration.ofMinutes(15)
    };

    private final MeterRegistry registry;

    private final MeterCache<Key> meters;

    private final Map<Key, Reading> readings = new ConcurrentHashMap<>();

    private final Function<Key, Reading> newReading = this::reading;

    DocumentedMeters(MeterRegistry registry) {
        this.registry = registry;
        this.meters = new MeterCache<>(registry);
        registry.config().onMeterRemoved(this::forget);
    }

    Counter counter(ChutesMeterDocumentation meter, String... values) {
        return meters.get(new Key(meter, values), this::newCounter);
    }

    private Counter newCounter(Key key) {
        return Counter.builder(key.meter.getName())
                .description(key.meter.description())
                .tags(key.tags())
                .register(registry);
    }

    Timer timer(ChutesMeterDocumentation meter, String... values) {
        return meters.get(new Key(meter, values), this::newTimer);
    }

    private Timer newTimer(Key key) {
        return Timer.builder(key.meter.getName())
                .description(key.meter.description())
                .tags(key.tags())
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    DistributionSummary summary(ChutesMeterDocumentation meter, String... values) {
        return meters.get(new Key(meter, values), this::newSummary);
    }

    private DistributionSummary newSummary(Key key) {
        return DistributionSummary.builder(key.meter.getName())
                .description(key.meter.description())
                .baseUnit(key.meter.getBaseUnit())
                .tags(key.tags())
                .register(registry);
    }

    /** Set a gauge, which is registered with its first value. */
    void set(ChutesMeterDocumentation meter, double value, String... values) {
        Key key = new Key(meter, values);
        Reading known = readings.get(key);
        (known == null ? readings.computeIfAbsent(key, newReading) : known).bits.set(Double.doubleToLongBits(value));
    }

    private Reading reading(Key key) {
        AtomicLong bits = new AtomicLong();
        Gauge gauge = Gauge.builder(key.meter.getName(), bits, value -> Double.longBitsToDouble(value.get()))
                .description(key.meter.description())
                .tags(key.tags())
                .strongReference(true)
                .register(registry);
        return new Reading(bits, gauge);
    }

    private void forget(Meter removed) {
        readings.values().removeIf(reading -> reading.gauge.equals(removed));
    }

    private record Reading(AtomicLong bits, Gauge gauge) {}

    /** A list of values would allocate an iterator at each comparison. */
    private static final class Key {

        private final ChutesMeterDocumentation meter;

        private final String[] values;

        private final int hash;

        Key(ChutesMeterDocumentation meter, String... values) {
            this.meter = meter;
            this.values = values;
            this.hash = 31 * meter.hashCode() + Arrays.hashCode(values);
        }

        Tags tags() {
            KeyName[] names = meter.getKeyNames();
            return Tags.of(IntStream.range(0, names.length)
                    .mapToObj(i -> Tag.of(names[i].asString(), values[i]))
                    .toList());
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && meter == that.meter && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}

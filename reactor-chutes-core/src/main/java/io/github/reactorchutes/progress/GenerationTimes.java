package io.github.reactorchutes.progress;

import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Generation times, from the sent request to the head, by shape: endpoint, resolution, frames and steps. The newest one
 * has a weight of 30 %, so that the average follows the platform's load. Thread-safe. Filters can share an instance,
 * and {@link #averages()} can be persisted.
 *
 * @since 0.1.0
 */
public final class GenerationTimes {

    private static final double WEIGHT = 0.3;

    /** Far more than an application uses. Bounded because frames and steps may come from untrusted input. */
    private static final int MAX_SHAPES = 500;

    private final Map<String, Double> averageNanos = new ConcurrentHashMap<>();

    /** Create an empty instance. */
    public GenerationTimes() {}

    /**
     * Create an instance with saved averages.
     *
     * @param averages a result of {@link #averages()}; some of more than 500 are discarded
     * @return the times
     */
    public static GenerationTimes of(Map<String, Duration> averages) {
        GenerationTimes times = new GenerationTimes();
        averages.entrySet().stream()
                .limit(MAX_SHAPES)
                .forEach(each -> times.averageNanos.put(
                        each.getKey(), (double) each.getValue().toNanos()));
        return times;
    }

    /**
     * Return the current averages.
     *
     * @return a copy of the average time of each shape, by the shape's key
     */
    public Map<String, Duration> averages() {
        Map<String, Duration> averages = new HashMap<>();
        averageNanos.forEach((shape, nanos) -> averages.put(shape, Duration.ofNanos(Math.round(nanos))));
        return averages;
    }

    void took(VideoRequest request, Duration time) {
        String shape = shape(request);
        if (averageNanos.size() < MAX_SHAPES || averageNanos.containsKey(shape)) {
            averageNanos.merge(
                    shape, (double) time.toNanos(), (average, newest) -> average + WEIGHT * (newest - average));
        }
    }

    @Nullable
    Duration expected(VideoRequest request) {
        Double nanos = averageNanos.get(shape(request));
        return nanos == null ? null : Duration.ofNanos(Math.round(nanos));
    }

    /** The fast endpoint has a mode instead of a number of steps. */
    private static String shape(VideoRequest request) {
        Map<String, Object> fields = request.fields();
        Object steps = fields.containsKey("steps") ? fields.get("steps") : fields.get("fast");
        return request.endpoint().name() + " " + fields.get("resolution") + " " + fields.get("frames") + " " + steps;
    }
}

package io.github.reactorchutes.progress;

import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How long generations of a shape took: the newest one counts 30 %, so that the average follows the platform's load. */
final class GenerationTimes {

    private static final double WEIGHT = 0.3;

    /** Far more than an application has; a bound, because frames and steps come from outside. */
    private static final int MAX_SHAPES = 500;

    private final Map<String, Double> averageNanos = new ConcurrentHashMap<>();

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

    private static String shape(VideoRequest request) {
        if (request instanceof TextToVideoRequest text) {
            return shape(request, text.resolution(), text.frames(), text.steps());
        }
        if (request instanceof ImageToVideoRequest image) {
            return shape(request, image.resolution(), image.frames(), image.steps());
        }
        if (request instanceof FastImageToVideoRequest fast) {
            return shape(request, fast.resolution(), fast.frames(), fast.fast());
        }
        Map<String, Object> fields = ((ChuteRequest) request).fields();
        return shape(request, fields.get("resolution"), fields.get("frames"), fields.get("steps"));
    }

    private static String shape(
            VideoRequest request, @Nullable Object resolution, @Nullable Object frames, @Nullable Object steps) {
        return request.endpoint().name() + " " + resolution + " " + frames + " " + steps;
    }
}

package io.github.reactorchutes.resilience;

import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.VideoRequest;
import java.util.Map;

/** The amount of work of a request: frames times steps times megapixels, with the platform's defaults. */
final class GenerationSize {

    /** The resolutions with a name; the others are written as width by height. */
    private static final Map<String, String> NAMED = Map.of("480p", "832*480", "720p", "1280*720");

    private GenerationSize() {}

    /** Return the units, or 0 for a request whose fields are not validated. */
    static double units(VideoRequest request) {
        if (request instanceof ChuteRequest) {
            return 0;
        }
        double units = 1;
        for (Field field : request.endpoint().fields()) {
            Object value = request.fields().getOrDefault(field.key(), field.defaultValue());
            units *= factor(field, String.valueOf(value));
        }
        return units;
    }

    private static double factor(Field field, String value) {
        return switch (field.key()) {
            case "frames", "steps" -> Double.parseDouble(value);
            case "resolution" -> megapixels(value);
            default -> 1;
        };
    }

    private static double megapixels(String resolution) {
        String[] sides = NAMED.getOrDefault(resolution, resolution).split("\\*", -1);
        return Double.parseDouble(sides[0]) * Double.parseDouble(sides[1]) / 1e6;
    }
}

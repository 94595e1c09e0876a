package io.github.reactorchutes.resilience;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.FastResolution;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.Resolution;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import org.jspecify.annotations.Nullable;

/** How much work a request asks for: frames times steps times megapixels, with the platform's defaults. */
final class GenerationSize {

    private static final int DEFAULT_FRAMES = 81;

    private static final int DEFAULT_STEPS = 25;

    private static final double SD_MEGAPIXELS = 832 * 480 / 1e6;

    private static final double HD_MEGAPIXELS = 1280 * 720 / 1e6;

    private GenerationSize() {}

    /** Return the units, or 0 if nothing is known of the request. */
    static double units(VideoRequest request) {
        if (request instanceof TextToVideoRequest text) {
            return units(text.frames(), text.steps(), megapixels(text.resolution()));
        }
        if (request instanceof ImageToVideoRequest image) {
            return units(image.frames(), image.steps(), megapixels(image.resolution()));
        }
        if (request instanceof FastImageToVideoRequest fast) {
            boolean hd = fast.resolution() == FastResolution.P720;
            return units(fast.frames(), 1, hd ? HD_MEGAPIXELS : SD_MEGAPIXELS);
        }
        return 0;
    }

    private static double units(@Nullable Integer frames, @Nullable Integer steps, double megapixels) {
        return (frames == null ? DEFAULT_FRAMES : frames) * (steps == null ? DEFAULT_STEPS : steps) * megapixels;
    }

    private static double megapixels(@Nullable Resolution resolution) {
        if (resolution == null) {
            return SD_MEGAPIXELS;
        }
        return switch (resolution) {
            case LANDSCAPE_HD, PORTRAIT_HD -> HD_MEGAPIXELS;
            case LANDSCAPE_SD, PORTRAIT_SD -> SD_MEGAPIXELS;
            case SQUARE -> 1024 * 1024 / 1e6;
        };
    }
}

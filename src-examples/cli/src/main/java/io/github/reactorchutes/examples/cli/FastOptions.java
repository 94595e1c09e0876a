package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields of generate. */
final class FastOptions {

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "Content to avoid in the video.")
    private @Nullable String negativePrompt;

    @Option(names = "--resolution", paramLabel = "NAME", description = "480p (default) or 720p.")
    private @Nullable String resolution;

    @Option(names = "--fps", paramLabel = "N", description = "Frames per second, 16 to 24. Default: 16.")
    private @Nullable Integer fps;

    @Option(names = "--frames", paramLabel = "N", description = "Frames to generate, 21 to 140. Default: 81.")
    private @Nullable Integer frames;

    @Option(
            names = "--guidance-scale",
            paramLabel = "X",
            description = "How closely to follow the prompt, 0 to 10. Default: 1.")
    private @Nullable Double guidanceScale;

    @Option(names = "--guidance-scale-2", paramLabel = "X", description = "Second guidance scale, 0 to 10. Default: 1.")
    private @Nullable Double guidanceScale2;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of a reproducible video. Default: random.")
    private @Nullable Long seed;

    @Option(names = "--fast", negatable = true, description = "Whether to use the ultra fast mode. Default: yes.")
    private @Nullable Boolean fast;

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "Extra JSON field; the value is JSON if it parses, otherwise text. Can be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    FastImageToVideoRequest applyTo(FastImageToVideoRequest.Builder request) {
        Given.pass(negativePrompt, request::negativePrompt);
        Given.pass(resolution, request::resolution);
        Given.pass(fps, request::fps);
        Given.pass(frames, request::frames);
        Given.pass(guidanceScale, request::guidanceScale);
        Given.pass(guidanceScale2, request::guidanceScale2);
        Given.pass(seed, request::seed);
        Given.pass(fast, request::fast);
        JsonFields.forEach(fields, request::extraField);
        return request.build();
    }
}

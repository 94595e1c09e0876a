package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequestBuilder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The fields that text2video and image2video share. */
final class Wan21Options {

    @Option(names = "--negative-prompt", paramLabel = "TEXT", description = "Content to avoid in the video.")
    private @Nullable String negativePrompt;

    @Option(
            names = "--resolution",
            paramLabel = "WxH",
            description = "1280x720, 720x1280, 832x480 (default), 480x832 or 1024x1024.")
    private @Nullable String resolution;

    @Option(names = "--fps", paramLabel = "N", description = "Frames per second, 16 to 60. Default: 24.")
    private @Nullable Integer fps;

    @Option(names = "--frames", paramLabel = "N", description = "Frames to generate, 81 to 241. Default: 81.")
    private @Nullable Integer frames;

    @Option(names = "--steps", paramLabel = "N", description = "Denoising steps, 10 to 30. Default: 25.")
    private @Nullable Integer steps;

    @Option(
            names = "--guidance-scale",
            paramLabel = "X",
            description = "How closely to follow the prompt, 1 to 7.5. Default: 5.")
    private @Nullable Double guidanceScale;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of a reproducible video. Default: 42.")
    private @Nullable Long seed;

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "Extra JSON field; the value is JSON if it parses, otherwise text. Can be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    TextToVideoRequest applyTo(TextToVideoRequest.Builder request) {
        Given.pass(steps, request::steps);
        return fillIn(request).build();
    }

    ImageToVideoRequest applyTo(ImageToVideoRequest.Builder request) {
        Given.pass(steps, request::steps);
        return fillIn(request).build();
    }

    private <B extends VideoRequestBuilder<B>> B fillIn(B request) {
        Given.pass(negativePrompt, request::negativePrompt);
        Given.pass(resolution, value -> request.resolution(onTheWire(value)));
        Given.pass(fps, request::fps);
        Given.pass(frames, request::frames);
        Given.pass(guidanceScale, request::guidanceScale);
        Given.pass(seed, request::seed);
        JsonFields.forEach(fields, request::extraField);
        return request;
    }

    /** Accept an x, because a shell would expand the star of {@code 832*480}. */
    private static String onTheWire(String resolution) {
        return resolution.replace('x', '*');
    }
}

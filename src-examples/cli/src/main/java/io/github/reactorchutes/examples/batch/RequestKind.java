package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.util.Arrays;
import java.util.Optional;

/** The three endpoints, and how each takes the fields of a line. */
enum RequestKind {
    /** Wan 2.1, from a text. */
    TEXT2VIDEO("text2video") {
        @Override
        VideoRequest build(LineFields line) {
            TextToVideoRequest.Builder request = TextToVideoRequest.builder(PLACEHOLDER);
            line.required("prompt", request::prompt);
            line.text("negative_prompt", request::negativePrompt);
            line.text("resolution", value -> request.resolution(onTheWire(value)));
            line.integer("fps", request::fps);
            line.integer("frames", request::frames);
            line.integer("steps", request::steps);
            line.number("guidance_scale", request::guidanceScale);
            line.wholeNumber("seed", request::seed);
            line.rest(key(), request::extraField);
            return request.build();
        }
    },

    /** Wan 2.1, from an image and a text. */
    IMAGE2VIDEO("image2video") {
        @Override
        VideoRequest build(LineFields line) {
            ImageToVideoRequest.Builder request = ImageToVideoRequest.builder(PLACEHOLDER, NO_IMAGE);
            line.required("prompt", request::prompt);
            line.image(request::image);
            line.text("negative_prompt", request::negativePrompt);
            line.text("resolution", value -> request.resolution(onTheWire(value)));
            line.integer("fps", request::fps);
            line.integer("frames", request::frames);
            line.integer("steps", request::steps);
            line.number("guidance_scale", request::guidanceScale);
            line.wholeNumber("seed", request::seed);
            line.rest(key(), request::extraField);
            return request.build();
        }
    },

    /** Wan 2.2, fast, from an image and a text. */
    GENERATE("generate") {
        @Override
        VideoRequest build(LineFields line) {
            FastImageToVideoRequest.Builder request = FastImageToVideoRequest.builder(PLACEHOLDER, NO_IMAGE);
            line.required("prompt", request::prompt);
            line.image(request::image);
            line.text("negative_prompt", request::negativePrompt);
            line.text("resolution", request::resolution);
            line.integer("fps", request::fps);
            line.integer("frames", request::frames);
            line.number("guidance_scale", request::guidanceScale);
            line.number("guidance_scale_2", request::guidanceScale2);
            line.wholeNumber("seed", request::seed);
            line.flag("fast", request::fast);
            line.rest(key(), request::extraField);
            return request.build();
        }
    };

    /** Stands in until the line's own are set, so that all faults of a line are found. */
    private static final String PLACEHOLDER = "prompt";

    private static final Image NO_IMAGE = Image.verbatim("none");

    private final String key;

    RequestKind(String key) {
        this.key = key;
    }

    abstract VideoRequest build(LineFields line);

    String key() {
        return key;
    }

    static Optional<RequestKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    /** {@code 832x480} will do for {@code 832*480}. */
    private static String onTheWire(String resolution) {
        return resolution.replace('x', '*');
    }
}

package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.request.VideoRequestBuilder;
import java.util.Arrays;
import java.util.Optional;

/** The three endpoints, and their mapping of the fields of a line. */
enum RequestKind {
    /** Wan 2.1, from a text. */
    TEXT2VIDEO("text2video") {
        @Override
        VideoRequestBuilder<?> begin(LineFields line) {
            TextToVideoRequest.Builder request = shared(TextToVideoRequest.builder(PLACEHOLDER), line);
            line.text("resolution", value -> request.resolution(onTheWire(value)));
            line.integer("steps", request::steps);
            return request;
        }
    },

    /** Wan 2.1, from an image and a text. */
    IMAGE2VIDEO("image2video") {
        @Override
        VideoRequestBuilder<?> begin(LineFields line) {
            ImageToVideoRequest.Builder request = shared(ImageToVideoRequest.builder(PLACEHOLDER, NO_IMAGE), line);
            line.image(request::image);
            line.text("resolution", value -> request.resolution(onTheWire(value)));
            line.integer("steps", request::steps);
            return request;
        }
    },

    /** Wan 2.2, fast, from an image and a text. */
    GENERATE("generate") {
        @Override
        VideoRequestBuilder<?> begin(LineFields line) {
            FastImageToVideoRequest.Builder request =
                    shared(FastImageToVideoRequest.builder(PLACEHOLDER, NO_IMAGE), line);
            line.image(request::image);
            line.text("resolution", request::resolution);
            line.number("guidance_scale_2", request::guidanceScale2);
            line.flag("fast", request::fast);
            return request;
        }
    };

    /** A placeholder until the line's values are set, so that all problems of a line are found. */
    private static final String PLACEHOLDER = "prompt";

    private static final Image NO_IMAGE = Image.verbatim("none");

    private final String key;

    RequestKind(String key) {
        this.key = key;
    }

    /** Read the fields of this endpoint from a line. */
    abstract VideoRequestBuilder<?> begin(LineFields line);

    VideoRequest build(LineFields line) {
        VideoRequestBuilder<?> request = begin(line);
        line.rest(key, request::extraField);
        return request.build();
    }

    static Optional<RequestKind> of(String key) {
        return Arrays.stream(values()).filter(kind -> kind.key.equals(key)).findFirst();
    }

    private static <B extends VideoRequestBuilder<B>> B shared(B request, LineFields line) {
        line.required("prompt", request::prompt);
        line.text("negative_prompt", request::negativePrompt);
        line.integer("fps", request::fps);
        line.integer("frames", request::frames);
        line.number("guidance_scale", request::guidanceScale);
        line.wholeNumber("seed", request::seed);
        return request;
    }

    /** Accept {@code 832x480} for {@code 832*480}. */
    private static String onTheWire(String resolution) {
        return resolution.replace('x', '*');
    }
}

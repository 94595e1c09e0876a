package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.request.VideoRequestBuilder;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

/** The form of a visitor. The request builders validate it, except for limits specific to the gateway. */
record GenerationForm(
        @Nullable String mode,
        @Nullable String prompt,
        @Nullable String negativePrompt,
        @Nullable String resolution,
        @Nullable Integer frames,
        @Nullable Long seed) {

    /**
     * Read a form.
     *
     * @param encoded the form in URL encoding, such as {@code prompt=a+fox&frames=81}
     */
    static GenerationForm of(String encoded) {
        MultiValueMap<String, String> fields =
                UriComponentsBuilder.newInstance().query(encoded).build().getQueryParams();
        return new GenerationForm(
                text(fields, "mode"),
                text(fields, "prompt"),
                text(fields, "negativePrompt"),
                text(fields, "resolution"),
                number(fields, "frames", Integer::valueOf),
                number(fields, "seed", Long::valueOf));
    }

    private static @Nullable String text(MultiValueMap<String, String> fields, String name) {
        String encoded = fields.getFirst(name);
        try {
            return encoded == null ? null : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problems.unreadable(name);
        }
    }

    private static <T> @Nullable T number(
            MultiValueMap<String, String> fields, String name, Function<String, T> reading) {
        String text = text(fields, name);
        try {
            return text == null || text.isBlank() ? null : reading.apply(text.strip());
        } catch (NumberFormatException e) {
            throw Problems.unreadable(name);
        }
    }

    /**
     * Create the request.
     *
     * @param uploaded the image, if any
     * @param maxPromptLength maximum characters of each text
     * @throws InvalidVideoRequestException if something is missing or out of bounds
     */
    VideoRequest toRequest(@Nullable Image uploaded, int maxPromptLength) {
        requireShort("prompt", prompt, maxPromptLength);
        requireShort("negative_prompt", negativePrompt, maxPromptLength);
        String chosen = given(mode) ? String.valueOf(mode) : uploaded == null ? "text" : "fast";
        return switch (chosen) {
            case "text" -> fillIn(TextToVideoRequest.builder(promptOrNothing()));
            case "image" -> fillIn(ImageToVideoRequest.builder(promptOrNothing(), required(uploaded)));
            case "fast" -> fillIn(FastImageToVideoRequest.builder(promptOrNothing(), required(uploaded)));
            default -> throw new InvalidVideoRequestException("mode", "must be text, image or fast");
        };
    }

    private VideoRequest fillIn(VideoRequestBuilder<?> request) {
        ifGiven(negativePrompt, request::negativePrompt);
        ifGiven(resolution, request::resolution);
        ifGiven(frames, request::frames);
        ifGiven(seed, request::seed);
        return request.build();
    }

    private String promptOrNothing() {
        return prompt == null ? "" : prompt;
    }

    private static Image required(@Nullable Image picture) {
        if (picture == null) {
            throw new InvalidVideoRequestException("image", "is missing");
        }
        return picture;
    }

    private static void requireShort(String field, @Nullable String text, int maxLength) {
        if (text != null && text.length() > maxLength) {
            throw new InvalidVideoRequestException(
                    field, "must have at most " + maxLength + " characters but has " + text.length());
        }
    }

    /** A form sends empty text for an empty field. */
    private static boolean given(@Nullable Object value) {
        return value != null && !(value instanceof String text && text.isBlank());
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> setter) {
        if (value != null && given(value)) {
            setter.accept(value);
        }
    }
}

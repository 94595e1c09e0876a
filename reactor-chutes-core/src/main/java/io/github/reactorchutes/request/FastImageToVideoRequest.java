package io.github.reactorchutes.request;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A video from an image and a text in a few seconds, for {@link Endpoint#FAST_IMAGE_TO_VIDEO} (Wan 2.2).
 *
 * <p>The keys of the body come in the order {@code prompt}, {@code negative_prompt}, {@code resolution}, {@code fps},
 * {@code frames}, {@code guidance_scale}, {@code guidance_scale_2}, {@code seed}, {@code fast}, then the extra fields,
 * then {@code image}. What is not set is not sent.
 *
 * <p>Two requests are equal if their options are and if they hold the same {@link Image} instance.
 *
 * @since 0.1.0
 */
public final class FastImageToVideoRequest implements VideoRequest {

    private static final String IMAGE = "image";

    private final FieldValues fields;
    private final Image image;

    private FastImageToVideoRequest(FieldValues fields, Image image) {
        this.fields = fields;
        this.image = image;
    }

    /**
     * Start a request.
     *
     * @param prompt the description of the video: not blank, 3 to 16384 characters, enforced by the platform
     * @param image the image to start from, as data or as a URL
     * @return a new builder
     * @throws InvalidVideoRequestException if the prompt breaks these rules
     */
    public static Builder builder(String prompt, Image image) {
        return new Builder(new FieldValues(Builder.KEYS, IMAGE), image).prompt(prompt);
    }

    /**
     * Start a request from the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(fields.copy(), image);
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.FAST_IMAGE_TO_VIDEO;
    }

    @Override
    public Map<String, Object> fields() {
        return fields.inOrder(image);
    }

    /** {@return the description of the video} */
    public String prompt() {
        return fields.text("prompt");
    }

    /** {@return the image to start from} */
    public Image image() {
        return image;
    }

    /** {@return the description of what to avoid, or {@code null} if it is not sent} */
    public @Nullable String negativePrompt() {
        return fields.get("negative_prompt", String.class);
    }

    /** {@return the resolution, or {@code null} if the platform's default applies} */
    public @Nullable FastResolution resolution() {
        String value = fields.get("resolution", String.class);
        return value == null ? null : FastResolution.of(value);
    }

    /** {@return the frames per second, or {@code null} if the platform's default applies} */
    public @Nullable Integer fps() {
        return fields.get("fps", Integer.class);
    }

    /** {@return the number of frames, or {@code null} if the platform's default applies} */
    public @Nullable Integer frames() {
        return fields.get("frames", Integer.class);
    }

    /** {@return how closely the model follows the prompt, or {@code null} if the platform's default applies} */
    public @Nullable Double guidanceScale() {
        return fields.get("guidance_scale", Double.class);
    }

    /** {@return the second guidance scale, or {@code null} if the platform's default applies} */
    public @Nullable Double guidanceScale2() {
        return fields.get("guidance_scale_2", Double.class);
    }

    /** {@return the seed, or {@code null} if the platform draws one} */
    public @Nullable Long seed() {
        return fields.get("seed", Long.class);
    }

    /** {@return whether the ultra fast mode is asked for, or {@code null} if the platform's default applies} */
    public @Nullable Boolean fast() {
        return fields.get("fast", Boolean.class);
    }

    /** {@return the fields beyond the contract in the order they are sent; unmodifiable} */
    public Map<String, Object> extraFields() {
        return fields.extra();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FastImageToVideoRequest that && fields.equals(that.fields) && image.equals(that.image);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields, image);
    }

    @Override
    public String toString() {
        return "FastImageToVideoRequest[" + fields + ", " + IMAGE + "=" + image + "]";
    }

    /**
     * A {@link FastImageToVideoRequest} in the making; not for use by several threads at once.
     *
     * <p>The platform advertises bounds for the numbers below but does not enforce them: a value outside is sent as it
     * is, and the first one of each field is logged as a warning.
     *
     * @since 0.1.0
     */
    public static final class Builder implements VideoRequestBuilder<Builder> {

        private static final List<String> KEYS = List.of(
                "prompt",
                "negative_prompt",
                "resolution",
                "fps",
                "frames",
                "guidance_scale",
                "guidance_scale_2",
                "seed",
                "fast");

        private static final Bounds FPS = Bounds.advertised("fps", 16, 24);
        private static final Bounds FRAMES = Bounds.advertised("frames", 21, 140);
        private static final Bounds GUIDANCE_SCALE = Bounds.advertised("guidance_scale", 0, 10);
        private static final Bounds GUIDANCE_SCALE_2 = Bounds.advertised("guidance_scale_2", 0, 10);

        private final FieldValues fields;
        private Image image;

        private Builder(FieldValues fields, Image image) {
            this.fields = fields;
            this.image = Objects.requireNonNull(image, IMAGE);
        }

        /**
         * Describe the video.
         *
         * @param prompt not blank, 3 to 16384 characters, enforced by the platform
         * @return this builder
         * @throws InvalidVideoRequestException if it breaks these rules or is no well-formed text
         */
        @Override
        public Builder prompt(String prompt) {
            return set("prompt", TextRules.requirePrompt(prompt, 3, 16_384));
        }

        /**
         * Set the image to start from, as data or as a URL.
         *
         * @param image the image to start from
         * @return this builder
         */
        public Builder image(Image image) {
            this.image = Objects.requireNonNull(image, IMAGE);
            return this;
        }

        /**
         * Describe what to avoid in the video. Not sent by default.
         *
         * @param negativePrompt what not to show
         * @return this builder
         * @throws InvalidVideoRequestException if it is no well-formed text
         */
        @Override
        public Builder negativePrompt(String negativePrompt) {
            return set("negative_prompt", TextRules.requireText("negative_prompt", negativePrompt));
        }

        /**
         * Choose the resolution. Default of the platform: {@link FastResolution#P480}.
         *
         * @param resolution one that the model knows
         * @return this builder
         */
        public Builder resolution(FastResolution resolution) {
            return set("resolution", resolution.value());
        }

        /**
         * Choose the resolution by its spelling on the wire. Default of the platform: {@code 480p}.
         *
         * @param resolution one that the model knows
         * @return this builder
         * @throws InvalidVideoRequestException if it is none of {@link FastResolution}
         */
        @Override
        public Builder resolution(String resolution) {
            return resolution(FastResolution.of(resolution));
        }

        /**
         * Set the frames per second.
         *
         * @param fps advertised as 16 to 24; the platform's default is 16
         * @return this builder
         */
        @Override
        public Builder fps(int fps) {
            return set(FPS.field(), FPS.check(fps));
        }

        /**
         * Set the number of frames to generate.
         *
         * @param frames advertised as 21 to 140; the platform's default is 81
         * @return this builder
         */
        @Override
        public Builder frames(int frames) {
            return set(FRAMES.field(), FRAMES.check(frames));
        }

        /**
         * Set how closely the model follows the prompt.
         *
         * @param guidanceScale finite, advertised as 0 to 10; the platform's default is 1
         * @return this builder
         * @throws InvalidVideoRequestException if it is not finite
         */
        @Override
        public Builder guidanceScale(double guidanceScale) {
            return set(GUIDANCE_SCALE.field(), GUIDANCE_SCALE.check(guidanceScale));
        }

        /**
         * Set the second guidance scale, {@code guidance_scale_2}.
         *
         * @param guidanceScale2 finite, advertised as 0 to 10; the platform's default is 1
         * @return this builder
         * @throws InvalidVideoRequestException if it is not finite
         */
        public Builder guidanceScale2(double guidanceScale2) {
            return set(GUIDANCE_SCALE_2.field(), GUIDANCE_SCALE_2.check(guidanceScale2));
        }

        /**
         * Set the seed: the same seed and options give the same video.
         *
         * @param seed any integer; the platform draws one if none is given
         * @return this builder
         */
        @Override
        public Builder seed(long seed) {
            return set("seed", seed);
        }

        /**
         * Choose whether to use the ultra fast mode.
         *
         * @param fast the platform's default is {@code true}
         * @return this builder
         */
        public Builder fast(boolean fast) {
            return set("fast", fast);
        }

        /**
         * Add a field that the contract does not name. The platform ignores fields that it does not know.
         *
         * @param name a letter or {@code _}, then up to 63 letters, digits and {@code _}; none of this request's own
         *     fields, and not {@code stream}, which would turn the answer into an event stream
         * @param value a {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double},
         *     {@code Float}, {@code BigDecimal} or {@code BigInteger}, or a {@code List} or a {@code Map} with string
         *     keys made of these; finite, without nulls, at most 32 levels deep; copied
         * @return this builder
         * @throws InvalidVideoRequestException if the name or the value breaks these rules
         */
        @Override
        public Builder extraField(String name, Object value) {
            fields.setExtra(name, value);
            return this;
        }

        /**
         * Make the request. The builder can be used further.
         *
         * @return the request
         */
        @Override
        public FastImageToVideoRequest build() {
            return new FastImageToVideoRequest(fields.copy(), image);
        }

        private Builder set(String key, Object value) {
            fields.set(key, value);
            return this;
        }
    }
}

package io.github.reactorchutes.request;

import org.jspecify.annotations.Nullable;

/**
 * A request for a video from an image and a text in a few seconds, for {@link Endpoint#FAST_IMAGE_TO_VIDEO} (Wan 2.2).
 *
 * <p>The body has its keys in the order of {@link Endpoint#fields()}, with the extra fields before the {@code image}.
 * Unset fields are not sent.
 *
 * <p>Two requests are equal if their options are equal and they hold the same {@link Image} instance.
 *
 * @since 0.1.0
 */
public final class FastImageToVideoRequest extends KnownRequest implements VideoRequest {

    private static final String IMAGE = "image";

    FastImageToVideoRequest(FieldValues values) {
        super(Endpoint.FAST_IMAGE_TO_VIDEO, values);
    }

    /**
     * Start building a request.
     *
     * @param prompt the description of the video; not blank, 3 to 16384 characters, enforced by the platform
     * @param image the image to start from, as data or as a URL
     * @return a new builder
     * @throws InvalidVideoRequestException if the prompt breaks these rules
     */
    public static Builder builder(String prompt, Image image) {
        return new Builder(new FieldValues(Contract.FAST_IMAGE_TO_VIDEO))
                .image(image)
                .prompt(prompt);
    }

    /**
     * Start building a request with the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(values());
    }

    /** {@return the image to start from} */
    public Image image() {
        return required(IMAGE, Image.class);
    }

    /** {@return the resolution, or {@code null} for the platform's default} */
    public @Nullable FastResolution resolution() {
        String value = get("resolution", String.class);
        return value == null ? null : FastResolution.of(value);
    }

    /** {@return the second guidance scale, or {@code null} for the platform's default} */
    public @Nullable Double guidanceScale2() {
        return get("guidance_scale_2", Double.class);
    }

    /** {@return whether the request sets the ultra fast mode, or {@code null} for the platform's default} */
    public @Nullable Boolean fast() {
        return get("fast", Boolean.class);
    }

    /**
     * A builder for {@link FastImageToVideoRequest}. Not thread-safe.
     *
     * <p>The platform advertises bounds for the numbers but does not enforce them. A value outside is sent unchanged,
     * and the first one for each field is logged as a warning.
     *
     * @since 0.1.0
     */
    public static final class Builder extends VideoRequestBuilder<Builder> {

        private Builder(FieldValues values) {
            super(values);
        }

        /**
         * Set the image to start from, as data or as a URL.
         *
         * @param image the image to start from
         * @return this builder
         */
        public Builder image(Image image) {
            return set(IMAGE, image);
        }

        /**
         * Choose the resolution. Default of the platform: {@link FastResolution#P480}.
         *
         * @param resolution one that the model supports
         * @return this builder
         */
        public Builder resolution(FastResolution resolution) {
            return set("resolution", resolution);
        }

        /**
         * Set the second guidance scale, {@code guidance_scale_2}.
         *
         * @param guidanceScale2 finite, advertised as 0 to 10; the platform's default is 1
         * @return this builder
         * @throws InvalidVideoRequestException if it is not finite
         */
        public Builder guidanceScale2(double guidanceScale2) {
            return set("guidance_scale_2", guidanceScale2);
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
         * Build the request. The builder can be reused.
         *
         * @return the request
         */
        @Override
        public FastImageToVideoRequest build() {
            return new FastImageToVideoRequest(values());
        }
    }
}

package io.github.reactorchutes.request;

/**
 * A request for a video from an image and a text, for {@link Endpoint#IMAGE_TO_VIDEO} (Wan 2.1).
 *
 * <p>The body has its keys in the order of {@link Endpoint#fields()}, with the extra fields before the image,
 * {@code image_b64}. Unset fields are not sent.
 *
 * <p>Two requests are equal if their options are equal and they hold the same {@link Image} instance.
 *
 * @since 0.1.0
 */
public final class ImageToVideoRequest extends Wan21Request implements VideoRequest {

    private static final String IMAGE = "image_b64";

    ImageToVideoRequest(FieldValues values) {
        super(Endpoint.IMAGE_TO_VIDEO, values);
    }

    /**
     * Start building a request.
     *
     * @param prompt the description of the video; not blank
     * @param image the image to start from; this endpoint takes no {@link Image#url(java.net.URI) URL}
     * @return a new builder
     * @throws InvalidVideoRequestException if the prompt is blank or not well-formed text, or if the image is a URL
     */
    public static Builder builder(String prompt, Image image) {
        return new Builder(new FieldValues(Contract.IMAGE_TO_VIDEO))
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

    /**
     * A builder for {@link ImageToVideoRequest}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends Wan21Builder<Builder> {

        private Builder(FieldValues values) {
            super(values);
        }

        /**
         * Set the image to start from.
         *
         * @param image its data; this endpoint takes no {@link Image#url(java.net.URI) URL}
         * @return this builder
         * @throws InvalidVideoRequestException if it is a URL
         */
        public Builder image(Image image) {
            return set(IMAGE, image);
        }

        /**
         * Build the request. The builder can be reused.
         *
         * @return the request
         */
        @Override
        public ImageToVideoRequest build() {
            return new ImageToVideoRequest(values());
        }
    }
}

package io.github.reactorchutes.request;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A video from an image and a text, for {@link Endpoint#IMAGE_TO_VIDEO} (Wan 2.1).
 *
 * <p>The keys of the body come in the order {@code prompt}, {@code negative_prompt}, {@code resolution}, {@code fps},
 * {@code frames}, {@code steps}, {@code guidance_scale}, {@code seed}, then the extra fields, then {@code image_b64}.
 * What is not set is not sent.
 *
 * <p>Two requests are equal if their options are and if they hold the same {@link Image} instance.
 *
 * @since 0.1.0
 */
public final class ImageToVideoRequest extends Wan21Request implements VideoRequest {

    private static final String IMAGE = "image_b64";

    private final Image image;

    private ImageToVideoRequest(FieldValues fields, Image image) {
        super(fields);
        this.image = image;
    }

    /**
     * Start a request.
     *
     * @param prompt the description of the video; not blank
     * @param image the image to start from; this endpoint takes no {@link Image#url(java.net.URI) URL}
     * @return a new builder
     * @throws InvalidVideoRequestException if the prompt is blank or is no well-formed text, or if the image is a URL
     */
    public static Builder builder(String prompt, Image image) {
        return new Builder(new FieldValues(Wan21RequestBuilder.KEYS, IMAGE), image).prompt(prompt);
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
        return Endpoint.IMAGE_TO_VIDEO;
    }

    @Override
    public Map<String, Object> fields() {
        return fields.inOrder(image);
    }

    /** {@return the image to start from} */
    public Image image() {
        return image;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageToVideoRequest that && fields.equals(that.fields) && image.equals(that.image);
    }

    @Override
    public int hashCode() {
        return Objects.hash(fields, image);
    }

    @Override
    public String toString() {
        return "ImageToVideoRequest[" + fields + ", " + IMAGE + "=" + image + "]";
    }

    /**
     * An {@link ImageToVideoRequest} in the making; not for use by several threads at once.
     *
     * @since 0.1.0
     */
    public static final class Builder extends Wan21RequestBuilder<Builder> {

        private Image image;

        private Builder(FieldValues fields, Image image) {
            super(fields);
            this.image = requireData(image);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Set the image to start from.
         *
         * @param image its data; this endpoint takes no {@link Image#url(java.net.URI) URL}
         * @return this builder
         * @throws InvalidVideoRequestException if it is a URL
         */
        public Builder image(Image image) {
            this.image = requireData(image);
            return this;
        }

        /**
         * Make the request. The builder can be used further.
         *
         * @return the request
         */
        @Override
        public ImageToVideoRequest build() {
            return new ImageToVideoRequest(fields.copy(), image);
        }

        private static Image requireData(Image image) {
            if (image.isUrl()) {
                throw new InvalidVideoRequestException(
                        IMAGE,
                        "must be the image itself because this endpoint takes no URL:"
                                + " use Image.file, Image.bytes or Image.base64");
            }
            return image;
        }
    }
}

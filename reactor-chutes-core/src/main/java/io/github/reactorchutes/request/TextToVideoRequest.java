package io.github.reactorchutes.request;

/**
 * A video from a text, for {@link Endpoint#TEXT_TO_VIDEO} (Wan 2.1).
 *
 * <p>The keys of the body come in the order of {@link Endpoint#fields()}, then the extra fields. What is not set is not
 * sent.
 *
 * @since 0.1.0
 */
public final class TextToVideoRequest extends Wan21Request implements VideoRequest {

    TextToVideoRequest(FieldValues values) {
        super(Endpoint.TEXT_TO_VIDEO, values);
    }

    /**
     * Start a request.
     *
     * @param prompt the description of the video; not blank
     * @return a new builder
     * @throws InvalidVideoRequestException if it is blank or is not well-formed text
     */
    public static Builder builder(String prompt) {
        return new Builder(new FieldValues(Contract.TEXT_TO_VIDEO)).prompt(prompt);
    }

    /**
     * Start a request from the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(values());
    }

    /**
     * A {@link TextToVideoRequest} in the making; not for use by several threads at once.
     *
     * @since 0.1.0
     */
    public static final class Builder extends Wan21Builder<Builder> {

        private Builder(FieldValues values) {
            super(values);
        }

        /**
         * Make the request. The builder can be used further.
         *
         * @return the request
         */
        @Override
        public TextToVideoRequest build() {
            return new TextToVideoRequest(values());
        }
    }
}

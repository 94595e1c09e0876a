package io.github.reactorchutes.request;

/**
 * A request for a video from a text, for {@link Endpoint#TEXT_TO_VIDEO} (Wan 2.1).
 *
 * <p>The body has its keys in the order of {@link Endpoint#fields()}, followed by the extra fields. Unset fields are
 * not sent.
 *
 * @since 0.1.0
 */
public final class TextToVideoRequest extends Wan21Request implements VideoRequest {

    TextToVideoRequest(FieldValues values) {
        super(Endpoint.TEXT_TO_VIDEO, values);
    }

    /**
     * Start building a request.
     *
     * @param prompt the description of the video; not blank
     * @return a new builder
     * @throws InvalidVideoRequestException if it is blank or not well-formed text
     */
    public static Builder builder(String prompt) {
        return new Builder(new FieldValues(Contract.TEXT_TO_VIDEO)).prompt(prompt);
    }

    /**
     * Start building a request with the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(values());
    }

    /**
     * A builder for {@link TextToVideoRequest}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder extends Wan21Builder<Builder> {

        private Builder(FieldValues values) {
            super(values);
        }

        /**
         * Build the request. The builder can be reused.
         *
         * @return the request
         */
        @Override
        public TextToVideoRequest build() {
            return new TextToVideoRequest(values());
        }
    }
}

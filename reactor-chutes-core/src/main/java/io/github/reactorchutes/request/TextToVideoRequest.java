package io.github.reactorchutes.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A video from a text, for {@link Endpoint#TEXT_TO_VIDEO} (Wan 2.1).
 *
 * <p>The keys of the body come in the order {@code prompt}, {@code negative_prompt}, {@code resolution}, {@code fps},
 * {@code frames}, {@code steps}, {@code guidance_scale}, {@code seed}, then the extra fields. What is not set is not
 * sent.
 *
 * @since 0.1.0
 */
public final class TextToVideoRequest extends Wan21Request implements VideoRequest {

    private TextToVideoRequest(FieldValues fields) {
        super(fields);
    }

    /**
     * Start a request.
     *
     * @param prompt the description of the video; not blank
     * @return a new builder
     * @throws InvalidVideoRequestException if it is blank or is no well-formed text
     */
    public static Builder builder(String prompt) {
        return new Builder(new FieldValues(Wan21RequestBuilder.KEYS, null)).prompt(prompt);
    }

    /**
     * Start a request from the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        return new Builder(fields.copy());
    }

    @Override
    public Endpoint endpoint() {
        return Endpoint.TEXT_TO_VIDEO;
    }

    @Override
    public Map<String, Object> fields() {
        return fields.inOrder(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TextToVideoRequest that && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return "TextToVideoRequest[" + fields + "]";
    }

    /**
     * A {@link TextToVideoRequest} in the making; not for use by several threads at once.
     *
     * @since 0.1.0
     */
    public static final class Builder extends Wan21RequestBuilder<Builder> {

        private Builder(FieldValues fields) {
            super(fields);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * Make the request. The builder can be used further.
         *
         * @return the request
         */
        @Override
        public TextToVideoRequest build() {
            return new TextToVideoRequest(fields.copy());
        }
    }
}

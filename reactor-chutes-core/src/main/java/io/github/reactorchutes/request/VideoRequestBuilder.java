package io.github.reactorchutes.request;

/**
 * What the builders of the three known requests have in common, for code that fills in any of them, such as from a form.
 * Each builder says which bounds its platform enforces.
 *
 * <pre>{@code
 * static <B extends VideoRequestBuilder<B>> B reproducible(B request) {
 *     return request.frames(81).seed(42);
 * }
 * }</pre>
 *
 * @param <B> the builder itself
 * @since 0.1.0
 */
public sealed interface VideoRequestBuilder<B extends VideoRequestBuilder<B>>
        permits Wan21RequestBuilder, FastImageToVideoRequest.Builder {

    /**
     * Describe the video.
     *
     * @param prompt not blank
     * @return this builder
     * @throws InvalidVideoRequestException if the endpoint would refuse it or it is no well-formed text
     */
    B prompt(String prompt);

    /**
     * Describe what to avoid in the video. Not sent by default.
     *
     * @param negativePrompt what to avoid
     * @return this builder
     * @throws InvalidVideoRequestException if it is no well-formed text
     */
    B negativePrompt(String negativePrompt);

    /**
     * Choose the resolution by its spelling on the wire, which differs between the endpoints.
     *
     * @param resolution the resolution
     * @return this builder
     * @throws InvalidVideoRequestException if the endpoint has none of this name
     */
    B resolution(String resolution);

    /**
     * Set the frames per second.
     *
     * @param fps frames per second
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds that the platform enforces
     */
    B fps(int fps);

    /**
     * Set the number of frames to generate.
     *
     * @param frames number of frames
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds that the platform enforces
     */
    B frames(int frames);

    /**
     * Set how closely the model follows the prompt.
     *
     * @param guidanceScale finite
     * @return this builder
     * @throws InvalidVideoRequestException if it is not finite or out of bounds that the platform enforces
     */
    B guidanceScale(double guidanceScale);

    /**
     * Set the seed: the same seed and options give the same video.
     *
     * @param seed any integer
     * @return this builder
     */
    B seed(long seed);

    /**
     * Add a field that the contract does not name. The platform ignores fields that it does not know.
     *
     * @param name a letter or {@code _}, then up to 63 letters, digits and {@code _}; none of the request's own fields,
     *     and not {@code stream}
     * @param value what JSON can hold, as each builder says; copied
     * @return this builder
     * @throws InvalidVideoRequestException if the name or the value breaks these rules
     */
    B extraField(String name, Object value);

    /**
     * Make the request. The builder can be used further.
     *
     * @return the request
     */
    VideoRequest build();
}

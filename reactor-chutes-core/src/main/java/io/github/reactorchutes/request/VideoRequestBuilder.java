package io.github.reactorchutes.request;

import org.jspecify.annotations.Nullable;

/**
 * The common part of the builders of the three known requests, for code that works with any of them. For a form or a
 * file, whose fields have names instead of methods, see {@link VideoRequest#of}.
 *
 * <p>The Wan 2.1 endpoints enforce the bounds below: a value outside is rejected. The fast endpoint only advertises its
 * bounds: a value outside is sent unchanged, and the first one for each field is logged as a warning.
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
public abstract class VideoRequestBuilder<B extends VideoRequestBuilder<B>> {

    private final FieldValues values;

    VideoRequestBuilder(FieldValues values) {
        this.values = values;
    }

    /**
     * Describe the video.
     *
     * @param prompt not blank; for {@link FastImageToVideoRequest} 3 to 16384 characters, enforced by the platform
     * @return this builder
     * @throws InvalidVideoRequestException if it breaks these rules or is not well-formed text
     */
    public B prompt(String prompt) {
        return set("prompt", prompt);
    }

    /**
     * Describe what to avoid in the video. Not sent by default.
     *
     * @param negativePrompt what to avoid
     * @return this builder
     * @throws InvalidVideoRequestException if it is not well-formed text
     */
    public B negativePrompt(String negativePrompt) {
        return set("negative_prompt", negativePrompt);
    }

    /**
     * Choose the resolution by its value on the wire, which differs between the endpoints.
     *
     * @param resolution a value of {@link Resolution}, the platform's default is {@code 832*480}; for
     *     {@link FastImageToVideoRequest} a value of {@link FastResolution}, the default is {@code 480p}
     * @return this builder
     * @throws InvalidVideoRequestException if the endpoint does not support it
     */
    public B resolution(String resolution) {
        return set("resolution", resolution);
    }

    /**
     * Set the frames per second.
     *
     * @param fps 16 to 60, the platform's default is 24; for {@link FastImageToVideoRequest} advertised as 16 to 24, the
     *     default is 16
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds that the platform enforces
     */
    public B fps(int fps) {
        return set("fps", fps);
    }

    /**
     * Set the number of frames to generate.
     *
     * @param frames 81 to 241; for {@link FastImageToVideoRequest} advertised as 21 to 140; the platform's default is 81
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds that the platform enforces
     */
    public B frames(int frames) {
        return set("frames", frames);
    }

    /**
     * Set how closely the model follows the prompt.
     *
     * @param guidanceScale finite, 1 to 7.5, the platform's default is 5; for {@link FastImageToVideoRequest} advertised
     *     as 0 to 10, the default is 1
     * @return this builder
     * @throws InvalidVideoRequestException if it is not finite or out of bounds that the platform enforces
     */
    public B guidanceScale(double guidanceScale) {
        return set("guidance_scale", guidanceScale);
    }

    /**
     * Set the seed: the same seed and options give the same video.
     *
     * @param seed any integer; the platform's default is 42, or random for {@link FastImageToVideoRequest}
     * @return this builder
     */
    public B seed(long seed) {
        return set("seed", seed);
    }

    /**
     * Add a field that is not in the contract, such as {@code sample_shift}. The platform ignores unknown fields.
     *
     * @param name a letter or {@code _}, then up to 63 letters, digits and {@code _}; not one of the endpoint's
     *     {@link Endpoint#fields() fields}, and not {@code stream}, which would make the platform send an event stream
     * @param value a {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code Float},
     *     {@code BigDecimal} or {@code BigInteger}, or a {@code List} or a {@code Map} with string keys made of these;
     *     finite, without nulls, at most 32 levels deep; copied
     * @return this builder
     * @throws InvalidVideoRequestException if the name or the value breaks these rules
     */
    public B extraField(String name, Object value) {
        values.setExtra(name, value);
        return self();
    }

    /**
     * Build the request. The builder can be reused.
     *
     * @return the request
     */
    public abstract VideoRequest build();

    final B set(String key, @Nullable Object value) {
        values.set(key, value);
        return self();
    }

    final FieldValues values() {
        return values;
    }

    @SuppressWarnings("unchecked") // B is the builder itself
    private B self() {
        return (B) this;
    }
}

package io.github.reactorchutes.request;

import java.util.List;

/**
 * The options that the two Wan 2.1 endpoints share, in the making.
 *
 * @param <B> the builder itself
 */
abstract sealed class Wan21RequestBuilder<B extends Wan21RequestBuilder<B>> implements VideoRequestBuilder<B>
        permits TextToVideoRequest.Builder, ImageToVideoRequest.Builder {

    static final List<String> KEYS =
            List.of("prompt", "negative_prompt", "resolution", "fps", "frames", "steps", "guidance_scale", "seed");

    private static final Bounds FPS = Bounds.enforced("fps", 16, 60);
    private static final Bounds FRAMES = Bounds.enforced("frames", 81, 241);
    private static final Bounds STEPS = Bounds.enforced("steps", 10, 30);
    private static final Bounds GUIDANCE_SCALE = Bounds.enforced("guidance_scale", 1, 7.5);

    final FieldValues fields;

    Wan21RequestBuilder(FieldValues fields) {
        this.fields = fields;
    }

    abstract B self();

    /**
     * Describe the video.
     *
     * @param prompt not blank
     * @return this builder
     * @throws InvalidVideoRequestException if it is blank or is no well-formed text
     */
    @Override
    public B prompt(String prompt) {
        return set("prompt", TextRules.requirePrompt(prompt));
    }

    /**
     * Describe what to avoid in the video. Not sent by default.
     *
     * @param negativePrompt what not to show
     * @return this builder
     * @throws InvalidVideoRequestException if it is no well-formed text
     */
    @Override
    public B negativePrompt(String negativePrompt) {
        return set("negative_prompt", TextRules.requireText("negative_prompt", negativePrompt));
    }

    /**
     * Choose the resolution. Default of the platform: {@link Resolution#LANDSCAPE_SD}.
     *
     * @param resolution one that the model knows
     * @return this builder
     */
    public B resolution(Resolution resolution) {
        return set("resolution", resolution.value());
    }

    /**
     * Choose the resolution by its spelling on the wire, width by height in pixels. Default of the platform:
     * {@code 832*480}.
     *
     * @param resolution one that the model knows
     * @return this builder
     * @throws InvalidVideoRequestException if it is none of {@link Resolution}
     */
    @Override
    public B resolution(String resolution) {
        return resolution(Resolution.of(resolution));
    }

    /**
     * Set the frames per second.
     *
     * @param fps 16 to 60, enforced by the platform, whose default is 24
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds
     */
    @Override
    public B fps(int fps) {
        return set(FPS.field(), FPS.check(fps));
    }

    /**
     * Set the number of frames to generate.
     *
     * @param frames 81 to 241, enforced by the platform, whose default is 81
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds
     */
    @Override
    public B frames(int frames) {
        return set(FRAMES.field(), FRAMES.check(frames));
    }

    /**
     * Set the number of denoising steps.
     *
     * @param steps 10 to 30, enforced by the platform, whose default is 25
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds
     */
    public B steps(int steps) {
        return set(STEPS.field(), STEPS.check(steps));
    }

    /**
     * Set how closely the model follows the prompt.
     *
     * @param guidanceScale 1 to 7.5, enforced by the platform, whose default is 5
     * @return this builder
     * @throws InvalidVideoRequestException if it is out of bounds or not finite
     */
    @Override
    public B guidanceScale(double guidanceScale) {
        return set(GUIDANCE_SCALE.field(), GUIDANCE_SCALE.check(guidanceScale));
    }

    /**
     * Set the seed: the same seed and options give the same video.
     *
     * @param seed any integer; the platform's default is 42
     * @return this builder
     */
    @Override
    public B seed(long seed) {
        return set("seed", seed);
    }

    /**
     * Add a field that the contract does not name, such as {@code sample_shift}. The platform ignores fields that it
     * does not know.
     *
     * @param name a letter or {@code _}, then up to 63 letters, digits and {@code _}; none of this request's own
     *     fields, and not {@code stream}, which would turn the answer into an event stream
     * @param value a {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double}, {@code Float},
     *     {@code BigDecimal} or {@code BigInteger}, or a {@code List} or a {@code Map} with string keys made of these;
     *     finite, without nulls, at most 32 levels deep; copied
     * @return this builder
     * @throws InvalidVideoRequestException if the name or the value breaks these rules
     */
    @Override
    public B extraField(String name, Object value) {
        fields.setExtra(name, value);
        return self();
    }

    private B set(String key, Object value) {
        fields.set(key, value);
        return self();
    }
}

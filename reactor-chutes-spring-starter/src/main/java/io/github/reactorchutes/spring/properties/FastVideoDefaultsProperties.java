package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.Nullable;

/**
 * The defaults for requests of fast image to video. Without one, the platform decides.
 *
 * @since 0.1.0
 */
public final class FastVideoDefaultsProperties {

    /** What to avoid in the video. */
    private @Nullable String negativePrompt;

    /** Resolution. */
    private @Nullable String resolution;

    /** Frames per second. */
    private @Nullable Integer fps;

    /** Frames to generate. */
    private @Nullable Integer frames;

    /** How closely to follow the prompt. */
    private @Nullable Double guidanceScale;

    /** Second guidance scale. */
    private @Nullable Double guidanceScale2;

    /** Seed of a reproducible video. */
    private @Nullable Long seed;

    /** Whether to use the ultra fast mode. */
    private @Nullable Boolean fast;

    public @Nullable String getNegativePrompt() {
        return negativePrompt;
    }

    public void setNegativePrompt(@Nullable String negativePrompt) {
        this.negativePrompt = negativePrompt;
    }

    public @Nullable String getResolution() {
        return resolution;
    }

    public void setResolution(@Nullable String resolution) {
        this.resolution = resolution;
    }

    public @Nullable Integer getFps() {
        return fps;
    }

    public void setFps(@Nullable Integer fps) {
        this.fps = fps;
    }

    public @Nullable Integer getFrames() {
        return frames;
    }

    public void setFrames(@Nullable Integer frames) {
        this.frames = frames;
    }

    public @Nullable Double getGuidanceScale() {
        return guidanceScale;
    }

    public void setGuidanceScale(@Nullable Double guidanceScale) {
        this.guidanceScale = guidanceScale;
    }

    public @Nullable Double getGuidanceScale2() {
        return guidanceScale2;
    }

    public void setGuidanceScale2(@Nullable Double guidanceScale2) {
        this.guidanceScale2 = guidanceScale2;
    }

    public @Nullable Long getSeed() {
        return seed;
    }

    public void setSeed(@Nullable Long seed) {
        this.seed = seed;
    }

    public @Nullable Boolean getFast() {
        return fast;
    }

    public void setFast(@Nullable Boolean fast) {
        this.fast = fast;
    }
}

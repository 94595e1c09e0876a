package io.github.reactorchutes.spring.properties;

import org.jspecify.annotations.Nullable;

/**
 * The defaults for requests of text to video or image to video. Without one, the platform decides.
 *
 * @since 0.1.0
 */
public final class VideoDefaultsProperties {

    /** What to avoid in the video. */
    private @Nullable String negativePrompt;

    /** Resolution, width by height in pixels. */
    private @Nullable String resolution;

    /** Frames per second. */
    private @Nullable Integer fps;

    /** Frames to generate. */
    private @Nullable Integer frames;

    /** Denoising steps. */
    private @Nullable Integer steps;

    /** How closely to follow the prompt. */
    private @Nullable Double guidanceScale;

    /** Seed of a reproducible video. */
    private @Nullable Long seed;

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

    public @Nullable Integer getSteps() {
        return steps;
    }

    public void setSteps(@Nullable Integer steps) {
        this.steps = steps;
    }

    public @Nullable Double getGuidanceScale() {
        return guidanceScale;
    }

    public void setGuidanceScale(@Nullable Double guidanceScale) {
        this.guidanceScale = guidanceScale;
    }

    public @Nullable Long getSeed() {
        return seed;
    }

    public void setSeed(@Nullable Long seed) {
        this.seed = seed;
    }
}

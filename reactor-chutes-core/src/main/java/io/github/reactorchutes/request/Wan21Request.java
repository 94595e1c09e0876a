package io.github.reactorchutes.request;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that the two Wan 2.1 endpoints share. */
abstract sealed class Wan21Request permits TextToVideoRequest, ImageToVideoRequest {

    final FieldValues fields;

    Wan21Request(FieldValues fields) {
        this.fields = fields;
    }

    /** {@return the description of the video} */
    public String prompt() {
        return fields.text("prompt");
    }

    /** {@return the description of what to avoid, or {@code null} if it is not sent} */
    public @Nullable String negativePrompt() {
        return fields.get("negative_prompt", String.class);
    }

    /** {@return the resolution, or {@code null} if the platform's default applies} */
    public @Nullable Resolution resolution() {
        String value = fields.get("resolution", String.class);
        return value == null ? null : Resolution.of(value);
    }

    /** {@return the frames per second, or {@code null} if the platform's default applies} */
    public @Nullable Integer fps() {
        return fields.get("fps", Integer.class);
    }

    /** {@return the number of frames, or {@code null} if the platform's default applies} */
    public @Nullable Integer frames() {
        return fields.get("frames", Integer.class);
    }

    /** {@return the number of denoising steps, or {@code null} if the platform's default applies} */
    public @Nullable Integer steps() {
        return fields.get("steps", Integer.class);
    }

    /** {@return how closely the model follows the prompt, or {@code null} if the platform's default applies} */
    public @Nullable Double guidanceScale() {
        return fields.get("guidance_scale", Double.class);
    }

    /** {@return the seed, or {@code null} if the platform's default applies} */
    public @Nullable Long seed() {
        return fields.get("seed", Long.class);
    }

    /** {@return the fields beyond the contract in the order they are sent; unmodifiable} */
    public Map<String, Object> extraFields() {
        return fields.extra();
    }
}

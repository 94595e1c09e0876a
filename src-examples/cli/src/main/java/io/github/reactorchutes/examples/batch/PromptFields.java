package io.github.reactorchutes.examples.batch;

import java.util.Set;

/** The names that a prompt file may use. */
final class PromptFields {

    static final String ID = "id";

    static final String ENDPOINT = "endpoint";

    /** The prefix of a JSON field outside every endpoint's contract. */
    static final String EXTRA = "field.";

    private static final Set<String> KNOWN = Set.of(
            ID,
            ENDPOINT,
            "prompt",
            "negative_prompt",
            "resolution",
            "fps",
            "frames",
            "steps",
            "guidance_scale",
            "guidance_scale_2",
            "seed",
            "fast",
            "image",
            "image_b64");

    private PromptFields() {}

    static boolean isKnown(String name) {
        return KNOWN.contains(name) || isExtra(name);
    }

    static boolean isExtra(String name) {
        return name.startsWith(EXTRA);
    }
}

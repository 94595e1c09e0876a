package io.github.reactorchutes.examples.cli;

import java.util.Locale;

/** Whether a generation is billed. */
enum Billed {
    NO(""),
    MAYBE(" (the generation may still run and be billed)"),
    LIKELY(" (the generation is probably billed)");

    private final String remark;

    Billed(String remark) {
        this.remark = remark;
    }

    /** Return a remark in parentheses to append, or an empty string. */
    String remark() {
        return remark;
    }

    /** Return the name for scripts. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}

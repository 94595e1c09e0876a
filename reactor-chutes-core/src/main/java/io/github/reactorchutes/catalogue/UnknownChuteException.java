package io.github.reactorchutes.catalogue;

import java.util.List;

/**
 * Reports that the catalogue has no chute of this name, slug or id: it is mistyped, was removed from the platform, or
 * belongs to another account. Nothing was billed.
 *
 * @since 0.1.0
 */
public final class UnknownChuteException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int SHOWN = 100;

    /** The name that was asked for. */
    private final String chute;

    /** The most similar slugs. */
    private final String[] suggestions;

    UnknownChuteException(String chute, List<String> suggestions) {
        super("no chute is called " + shown(chute) + ": it is mistyped, was removed from the platform or is not yours"
                + hint(suggestions));
        this.chute = chute;
        this.suggestions = suggestions.toArray(String[]::new);
    }

    private static String shown(String chute) {
        String harmless = chute.replaceAll("\\p{Cntrl}", "?");
        return harmless.length() > SHOWN ? harmless.substring(0, SHOWN) + "..." : harmless;
    }

    private static String hint(List<String> suggestions) {
        return suggestions.isEmpty() ? "" : "; did you mean " + String.join(", ", suggestions) + "?";
    }

    /** {@return the name, slug or id that was asked for} */
    public String chute() {
        return chute;
    }

    /** {@return the slugs of public chutes with the most similar names, the most similar first; may be empty} */
    public List<String> suggestions() {
        return List.of(suggestions);
    }
}

package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The names that a prompt file may use. */
public final class PromptFields {

    static final String ID = "id";

    static final String PROMPT = "prompt";

    static final String ENDPOINT = "endpoint";

    /** The image of any endpoint: a file, a URL or a data URI. */
    static final String IMAGE = "image";

    /** The image of any endpoint as base64 data. */
    static final String IMAGE_DATA = "image_b64";

    /** The prefix of a JSON field outside every endpoint's contract. */
    static final String EXTRA = "field.";

    private static final Set<String> KNOWN = Endpoint.known().stream()
            .flatMap(endpoint -> endpoint.fields().stream())
            .filter(field -> field.type() != Field.Type.IMAGE)
            .map(Field::key)
            .collect(Collectors.toCollection(LinkedHashSet::new));

    private PromptFields() {}

    /** Return the fields of all endpoints except images. */
    public static String list() {
        return String.join(", ", KNOWN);
    }

    /** Return the name of a field as a spreadsheet may spell it, such as {@code Negative Prompt}. */
    static String normalized(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return isKnown(name) || !isKnown(lower) || isExtra(lower) ? name.strip() : lower;
    }

    static boolean isKnown(String name) {
        return KNOWN.contains(name) || Set.of(ID, ENDPOINT, IMAGE, IMAGE_DATA).contains(name) || isExtra(name);
    }

    static boolean isExtra(String name) {
        return name.startsWith(EXTRA);
    }
}

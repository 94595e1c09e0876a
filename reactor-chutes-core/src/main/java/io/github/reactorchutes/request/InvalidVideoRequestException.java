package io.github.reactorchutes.request;

import org.jspecify.annotations.Nullable;

/**
 * Signals a request that the platform would reject, found before anything was sent.
 *
 * <p>The message names the field, what is wrong with its value and the bound it breaks. It never repeats a prompt, an
 * image or an image's URL.
 *
 * @since 0.1.0
 */
public class InvalidVideoRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The field at fault. */
    private final String field;

    /**
     * Create an exception whose message is the field's name, a space and the problem.
     *
     * @param field the field at fault, as it is spelt in the JSON body
     * @param problem what is wrong, such as {@code must be between 16 and 60 but was 61}
     */
    public InvalidVideoRequestException(String field, String problem) {
        this(field, problem, null);
    }

    /**
     * Create an exception whose message is the field's name, a space and the problem.
     *
     * @param field the field at fault, as it is spelt in the JSON body
     * @param problem what is wrong, such as {@code file photo.png does not exist}
     * @param cause what revealed the problem, or {@code null}
     */
    public InvalidVideoRequestException(String field, String problem, @Nullable Throwable cause) {
        super(field + " " + problem, cause);
        this.field = field;
    }

    /**
     * Return the field at fault, as it is spelt in the JSON body, such as {@code guidance_scale}. It is {@code image}
     * for an image that is not part of a request yet, and {@code body} for the body as a whole.
     *
     * @return the field, never blank
     */
    public final String field() {
        return field;
    }
}

package io.github.reactorchutes.request;

import org.jspecify.annotations.Nullable;

/**
 * Reports, before anything was sent, a request that the platform would reject or that must not be sent.
 *
 * <p>Builders, {@link VideoRequest#of} and {@link Field#check} throw it. The {@code Mono} of a call signals it for
 * problems that only sending reveals: an image that is missing, empty or in another format, a body that is too large, a
 * URL whose host is not trusted with the token. In every case nothing was billed, and the same request fails again.
 *
 * <p>The message is the field, a space, and the problem with the bound that the value breaks, such as
 * {@code fps must be between 16 and 60 but was 61}. It never contains a prompt, an image or an image's URL.
 *
 * @since 0.1.0
 */
public class InvalidVideoRequestException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The invalid field. */
    private final String field;

    /** The problem, without what concerns developers only. */
    private final String problem;

    /**
     * Create an exception whose message is the field's name, a space and the problem.
     *
     * @param field the invalid field, as spelled in the JSON body
     * @param problem the problem, such as {@code must be between 16 and 60 but was 61}
     */
    public InvalidVideoRequestException(String field, String problem) {
        this(field, problem, null);
    }

    /**
     * Create an exception whose message is the field's name, a space and the problem.
     *
     * @param field the invalid field, as spelled in the JSON body
     * @param problem the problem, such as {@code file photo.png does not exist}
     * @param cause the cause of the problem, or {@code null}
     */
    public InvalidVideoRequestException(String field, String problem, @Nullable Throwable cause) {
        this(field, problem, problem, cause);
    }

    /**
     * Create an exception whose message is for developers, and whose problem is for those who supplied the value.
     *
     * @param field the invalid field, as spelled in the JSON body
     * @param details the problem for the message, such as one with the path of a file or a method to call
     * @param problem the problem without such details
     * @param cause the cause of the problem, or {@code null}
     */
    public InvalidVideoRequestException(String field, String details, String problem, @Nullable Throwable cause) {
        super(field + " " + details, cause);
        this.field = field;
        this.problem = problem;
    }

    /**
     * Return the invalid field, as spelled in the JSON body, such as {@code guidance_scale}. It is {@code image} for an
     * image that is not yet part of a request, {@code body} for the whole body, and {@code url} for the URL of the
     * request's endpoint.
     *
     * @return the field, never blank
     */
    public final String field() {
        return field;
    }

    /**
     * Return the problem, to follow the name of the field. Unlike the message, it contains neither paths of files nor
     * methods to call, so it can be shown to whoever supplied the value.
     *
     * @return the problem, such as {@code must be between 16 and 60 but was 61}
     */
    public final String problem() {
        return problem;
    }
}

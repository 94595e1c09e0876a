package io.github.reactorchutes.request;

/**
 * Reports, before anything was sent, that the bytes of an image cannot be one. {@link Image#withoutCheck()} sends them
 * anyway.
 *
 * @since 0.1.0
 */
public final class InvalidImageException extends InvalidVideoRequestException {

    private static final long serialVersionUID = 1L;

    /**
     * Create an exception whose message is the field's name, a space and the problem.
     *
     * @param field the field of the image, as spelled in the JSON body
     * @param problem the problem, such as {@code must be a PNG, JPEG, WebP, GIF or BMP image but is a PDF}
     */
    public InvalidImageException(String field, String problem) {
        super(field, problem);
    }
}

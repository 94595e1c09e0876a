package io.github.reactorchutes.test.chute;

/**
 * A path of a chute: the JSON that it takes and the medium that it answers. Immutable: each {@code with...} method returns
 * a new cord.
 *
 * @since 0.1.0
 */
public final class CordSpec {

    private final String publicPath;
    private final String path;
    private final Medium medium;
    private final String contentType;
    private final InputSchema input;

    private CordSpec(String publicPath, String path, Medium medium, String contentType, InputSchema input) {
        this.publicPath = publicPath;
        this.path = path;
        this.medium = medium;
        this.contentType = contentType;
        this.input = input;
    }

    /**
     * Describe a cord that takes any JSON object.
     *
     * @param path the path to POST to, starting with a slash
     * @param medium what it answers
     * @return the cord
     */
    public static CordSpec post(String path, Medium medium) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with a slash but was " + path);
        }
        return new CordSpec(path, path, medium, medium.contentType(), InputSchema.ANY);
    }

    /**
     * Set the schema of the input, which the catalogue shows and requests are checked with.
     *
     * @param schema a JSON Schema of type {@code object}
     * @return the new cord
     * @throws IllegalArgumentException if it is not a JSON object
     */
    public CordSpec withInput(String schema) {
        return withInput(InputSchema.of(schema));
    }

    /**
     * Set the schema of the input.
     *
     * @param schema the schema
     * @return the new cord
     */
    public CordSpec withInput(InputSchema schema) {
        return new CordSpec(publicPath, path, medium, contentType, schema);
    }

    /**
     * Declare a media type that differs from the medium, in the catalogue and in answers.
     *
     * @param contentType the media type, such as {@code text/plain}
     * @return the new cord
     */
    public CordSpec withContentType(String contentType) {
        return new CordSpec(publicPath, path, medium, contentType, input);
    }

    /**
     * Set the path inside the chute, which the catalogue shows beside the public one and which cannot be called.
     *
     * @param path a path
     * @return the new cord
     */
    public CordSpec withInternalPath(String path) {
        return new CordSpec(publicPath, path, medium, contentType, input);
    }

    /** {@return the path to POST to} */
    public String path() {
        return publicPath;
    }

    /** {@return the path inside the chute} */
    public String internalPath() {
        return path;
    }

    /** {@return the kind of file that it answers} */
    public Medium medium() {
        return medium;
    }

    /** {@return the media type that the catalogue and the answers declare} */
    public String contentType() {
        return contentType;
    }

    /** {@return the schema of the input} */
    public InputSchema input() {
        return input;
    }

    @Override
    public String toString() {
        return "CordSpec[POST " + publicPath + " -> " + contentType + "]";
    }
}

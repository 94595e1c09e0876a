package io.github.reactorchutes.catalogue;

import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One path of a chute: a function that takes a JSON body and answers media.
 *
 * @since 0.1.0
 */
public final class Cord {

    private static final int MAX_FIELDS = 256;

    private static final int MAX_ENDPOINT_NAME = 64;

    private final @Nullable String slug;
    private final @Nullable URI url;
    private final String name;
    private final String path;
    private final String method;
    private final @Nullable String contentType;
    private final boolean stream;
    private final InputSchema schema;
    private final List<CordField> fields;

    Cord(
            @Nullable String slug,
            @Nullable URI url,
            String name,
            String path,
            String method,
            @Nullable String contentType,
            boolean stream,
            JsonNode schema) {
        this.slug = slug;
        this.url = url;
        this.name = name;
        this.path = path;
        this.method = method;
        this.contentType = contentType;
        this.stream = stream;
        this.schema = InputSchema.of(schema);
        this.fields = CordField.all(this.schema, MAX_FIELDS).toList();
    }

    /** {@return the name of the function, such as {@code generate}} */
    public String name() {
        return name;
    }

    /** {@return the path that is called, such as {@code /generate}} */
    public String path() {
        return path;
    }

    /** {@return the HTTP method in upper case, usually {@code POST}} */
    public String method() {
        return method;
    }

    /**
     * Return the declared type of the answer, without parameters and in lower case. It can be wrong: {@code text/plain} is
     * what the platform assumes if a chute declares nothing.
     *
     * @return the type, or {@code null} if none is declared
     */
    public @Nullable String contentType() {
        return contentType;
    }

    /** {@return whether the answer is a stream of events, which this client does not read as media} */
    public boolean isStream() {
        return stream;
    }

    /** {@return the fields of the body; unmodifiable, and empty if no schema is known} */
    public List<CordField> fields() {
        return fields;
    }

    /**
     * Return the JSON Schema of the body as the platform has it, in which the body may be the only argument of a function.
     *
     * @return JSON, or an empty text if no schema is known
     */
    public String inputSchema() {
        return schema.root().isMissingNode() ? "" : schema.root().toString();
    }

    /** {@return whether {@link #request()} can call this cord: it is a {@code POST}, and the chute has a host} */
    public boolean isCallable() {
        return url != null && method.equals("POST");
    }

    /**
     * Return the media that are an answer by the declared type: a video for {@code video/mp4}, an image for
     * {@code image/png}, audio for {@code audio/wav}. If the type is {@code text/plain} or absent, an answer of any type
     * whose bytes are a video, an image or audio; text itself is then refused, unless a request accepts it.
     *
     * @return the media
     */
    public AcceptedMedia accepted() {
        if (contentType == null || contentType.equals("text/plain")) {
            return AcceptedMedia.video()
                    .or(AcceptedMedia.images())
                    .or(AcceptedMedia.audio())
                    .declaredAs("text/plain");
        }
        for (AcceptedMedia.Kind kind : AcceptedMedia.Kind.values()) {
            if (kind.isNamedBy(contentType)) {
                return switch (kind) {
                    case VIDEO -> AcceptedMedia.video();
                    case IMAGE -> AcceptedMedia.images();
                    case AUDIO -> AcceptedMedia.audio();
                };
            }
        }
        return AcceptedMedia.ofTypes(contentType);
    }

    /**
     * Return this cord as an endpoint, whose name is the slug and the path, such as {@code chutes-painter.generate}. Its
     * URL is that on the platform, or {@code <base>/<slug><path>} if the client has a base URL.
     *
     * @return the endpoint, which accepts the {@linkplain #accepted() declared media}
     * @throws IllegalStateException if this cord is not {@linkplain #isCallable() callable}
     */
    public Endpoint endpoint() {
        if (slug == null || url == null || !isCallable()) {
            throw new IllegalStateException(
                    url == null ? "the chute has no host" : path + " is called with " + method + ", not POST");
        }
        return Endpoint.of(endpointName(slug), url).accepting(accepted());
    }

    private String endpointName(String host) {
        String full = (host + path.replace('/', '.')).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return full.length() > MAX_ENDPOINT_NAME ? full.substring(0, MAX_ENDPOINT_NAME) : full;
    }

    /**
     * Start building a request for this cord.
     *
     * @return a new builder
     * @throws IllegalStateException if this cord is not {@linkplain #isCallable() callable}
     */
    public ChuteRequest.Builder request() {
        return ChuteRequest.builder(endpoint());
    }

    /**
     * Compare a request with the schema, which costs nothing. Checked are required and unknown fields, types, choices,
     * bounds, lengths, patterns, and the same within lists and objects. The lengths of images are not checked, and neither
     * is a pattern that takes too long. Without a schema, there are no problems.
     *
     * @param request the request
     * @return the problems of all fields; empty if the chute would accept the request
     */
    public List<FieldProblem> validate(ChuteRequest request) {
        return SchemaCheck.check(schema, request.fields());
    }

    /**
     * Compare a request with the schema, and fail if the chute would reject it or does not know one of its fields.
     *
     * @param request the request
     * @return the request
     * @throws InvalidVideoRequestException if there is a {@linkplain #validate problem}; it is about the first field, and
     *     its text ends with the other problems
     */
    public ChuteRequest requireValid(ChuteRequest request) {
        List<FieldProblem> problems = validate(request);
        if (problems.isEmpty()) {
            return request;
        }
        StringBuilder text = new StringBuilder(problems.get(0).problem());
        problems.stream().skip(1).forEach(problem -> text.append("; ").append(problem));
        throw new InvalidVideoRequestException(problems.get(0).field(), text.toString());
    }

    /** {@return the method and the path} */
    @Override
    public String toString() {
        return method + " " + path;
    }
}

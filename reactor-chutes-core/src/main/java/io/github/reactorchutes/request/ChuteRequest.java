package io.github.reactorchutes.request;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * A request for any chute that accepts a flat JSON body and returns a video, or other {@linkplain
 * Builder#accept media}.
 *
 * <p>The body has its keys in the order in which they were set, with the images last. Values are only checked for what
 * JSON requires.
 *
 * <p>Two requests are equal if their endpoints, fields and accepted media are equal and they hold the same {@link Image}
 * instances.
 *
 * @since 0.1.0
 */
public final class ChuteRequest implements VideoRequest {

    private final Endpoint endpoint;
    private final Map<String, Object> fields;
    private final Map<String, Image> images;
    private final AcceptedMedia accepted;

    private ChuteRequest(Builder builder) {
        this.endpoint = builder.endpoint;
        this.fields = builder.inOrder();
        this.images = Collections.unmodifiableMap(new LinkedHashMap<>(builder.images));
        this.accepted = builder.accepted;
    }

    static ChuteRequest of(Endpoint endpoint, Map<String, ?> fields) {
        return builder(endpoint).fields(fields).build();
    }

    ChuteRequest withFields(Map<String, ?> changed) {
        return builder(endpoint).fields(changed).accept(accepted).build();
    }

    /**
     * Start building a request for this endpoint.
     *
     * @param endpoint the chute to call
     * @return a new builder
     */
    public static Builder builder(Endpoint endpoint) {
        return new Builder(endpoint);
    }

    /**
     * Start building a request for the chute at this URL.
     *
     * @param name see {@link Endpoint#of(String, URI)}
     * @param url see {@link Endpoint#of(String, URI)}
     * @return a new builder
     * @throws IllegalArgumentException if the name or the URL is not valid
     */
    public static Builder builder(String name, URI url) {
        return builder(Endpoint.of(name, url));
    }

    /**
     * Start building a request with the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(endpoint);
        builder.fields.putAll(fields);
        builder.fields.keySet().removeAll(images.keySet());
        builder.images.putAll(images);
        return builder.accept(accepted);
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Map<String, Object> fields() {
        return fields;
    }

    @Override
    public AcceptedMedia accepted() {
        return accepted;
    }

    /** {@return the images by the names of their fields, in the order they are sent; unmodifiable} */
    public Map<String, Image> images() {
        return images;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChuteRequest that
                && endpoint.equals(that.endpoint)
                && fields.equals(that.fields)
                && accepted.equals(that.accepted);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, fields, accepted);
    }

    @Override
    public String toString() {
        StringJoiner summary = new StringJoiner(", ", "ChuteRequest[endpoint=" + endpoint + ", fields=", "]");
        Set<String> names = new LinkedHashSet<>(fields.keySet());
        names.removeAll(images.keySet());
        summary.add(names.toString());
        images.forEach((name, image) -> summary.add(name + "=" + image));
        return summary.toString();
    }

    /**
     * A builder for {@link ChuteRequest}. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Endpoint endpoint;
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final Map<String, Image> images = new LinkedHashMap<>();
        private AcceptedMedia accepted;

        private Builder(Endpoint endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
            this.accepted = endpoint.accepted();
        }

        /**
         * Set a field. Setting it again changes its value but not its position.
         *
         * @param name not blank, and not {@code stream}, which would make the platform send an event stream
         * @param value a {@code String}, {@code Boolean}, {@code Integer}, {@code Long}, {@code Double},
         *     {@code Float}, {@code BigDecimal} or {@code BigInteger}, or a {@code List} or a {@code Map} with string
         *     keys made of these; finite, without nulls, at most 32 levels deep; copied
         * @return this builder
         * @throws InvalidVideoRequestException if the name or the value breaks these rules
         */
        public Builder field(String name, Object value) {
            fields.put(requireName(name), JsonValues.copy(name, value));
            return this;
        }

        /**
         * Set an image. Images are sent after all other fields, in the order in which their names were first set.
         *
         * @param name the field for the base64 text or the URL; not blank and not {@code stream}
         * @param image the image
         * @return this builder
         * @throws InvalidVideoRequestException if the name breaks these rules
         */
        public Builder image(String name, Image image) {
            images.put(requireName(name), Objects.requireNonNull(image, "image"));
            return this;
        }

        /**
         * Accept other media than those of the endpoint, such as images or audio.
         *
         * @param media what is an answer, and how its bytes are verified
         * @return this builder
         */
        public Builder accept(AcceptedMedia media) {
            accepted = Objects.requireNonNull(media, "media");
            return this;
        }

        /**
         * Build the request. The builder can be reused.
         *
         * @return the request
         * @throws InvalidVideoRequestException if a field has the name of an image
         */
        public ChuteRequest build() {
            for (String name : images.keySet()) {
                if (fields.containsKey(name)) {
                    throw new InvalidVideoRequestException(name, "must not be both a field and an image");
                }
            }
            return new ChuteRequest(this);
        }

        private Builder fields(Map<String, ?> values) {
            values.forEach((name, value) -> {
                if (value instanceof Image image) {
                    image(name, image);
                } else {
                    field(name, value);
                }
            });
            return this;
        }

        private Map<String, Object> inOrder() {
            Map<String, Object> ordered = new LinkedHashMap<>(fields);
            ordered.putAll(images);
            return Collections.unmodifiableMap(ordered);
        }

        private static String requireName(String name) {
            TextRules.requireText("field name", name);
            if (name.isBlank()) {
                throw new InvalidVideoRequestException("field name", "must not be blank");
            }
            FieldValues.requireNotStream(name);
            return name;
        }
    }
}

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
 * A request for any chute that takes a flat JSON body and answers a video.
 *
 * <p>The keys of the body come in the order they were set, images last. Nothing is checked but what JSON needs.
 *
 * <p>Two requests are equal if their endpoints and fields are and if they hold the same {@link Image} instances.
 *
 * @since 0.1.0
 */
public final class ChuteRequest implements VideoRequest {

    private final Endpoint endpoint;
    private final Map<String, Object> fields;
    private final Map<String, Image> images;

    private ChuteRequest(Builder builder) {
        this.endpoint = builder.endpoint;
        this.fields = builder.inOrder();
        this.images = Collections.unmodifiableMap(new LinkedHashMap<>(builder.images));
    }

    static ChuteRequest of(Endpoint endpoint, Map<String, ?> fields) {
        Builder builder = new Builder(endpoint);
        fields.forEach((name, value) -> {
            if (value instanceof Image image) {
                builder.image(name, image);
            } else {
                builder.field(name, value);
            }
        });
        return builder.build();
    }

    /**
     * Start a request for this endpoint.
     *
     * @param endpoint the chute to call
     * @return a new builder
     */
    public static Builder builder(Endpoint endpoint) {
        return new Builder(endpoint);
    }

    /**
     * Start a request for the chute at this URL.
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
     * Start a request from the values of this one.
     *
     * @return a new builder
     */
    public Builder toBuilder() {
        Builder builder = new Builder(endpoint);
        builder.fields.putAll(fields);
        builder.fields.keySet().removeAll(images.keySet());
        builder.images.putAll(images);
        return builder;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public Map<String, Object> fields() {
        return fields;
    }

    /** {@return the images by the names of their fields, in the order they are sent; unmodifiable} */
    public Map<String, Image> images() {
        return images;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ChuteRequest that && endpoint.equals(that.endpoint) && fields.equals(that.fields);
    }

    @Override
    public int hashCode() {
        return Objects.hash(endpoint, fields);
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
     * A {@link ChuteRequest} in the making; not for use by several threads at once.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Endpoint endpoint;
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private final Map<String, Image> images = new LinkedHashMap<>();

        private Builder(Endpoint endpoint) {
            this.endpoint = Objects.requireNonNull(endpoint, "endpoint");
        }

        /**
         * Set a field. Setting it again changes its value but not its place.
         *
         * @param name not blank, and not {@code stream}, which would turn the answer into an event stream
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
         * Set an image. Images are sent last, whenever they are set, in the order of their names' first setting.
         *
         * @param name the field that carries it, as base64 text or as a URL; not blank and not {@code stream}
         * @param image the image
         * @return this builder
         * @throws InvalidVideoRequestException if the name breaks these rules
         */
        public Builder image(String name, Image image) {
            images.put(requireName(name), Objects.requireNonNull(image, "image"));
            return this;
        }

        /**
         * Make the request. The builder can be used further.
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

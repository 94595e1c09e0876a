package io.github.reactorchutes.request;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request for any chute that takes a flat JSON body and answers a video.
 *
 * <p>The keys of the body come in the order they were set, the image last. Nothing is checked but what JSON needs.
 *
 * <p>Two requests are equal if their endpoints and fields are and if they hold the same {@link Image} instance.
 *
 * @since 0.1.0
 */
public final class ChuteRequest implements VideoRequest {

    private final Endpoint endpoint;
    private final Map<String, Object> fields;

    private ChuteRequest(Builder builder) {
        this.endpoint = builder.endpoint;
        this.fields = builder.inOrder();
    }

    static ChuteRequest of(Endpoint endpoint, Map<String, ?> fields) {
        Builder builder = new Builder(endpoint);
        fields.forEach((name, value) -> {
            if (builder.image != null && value instanceof Image) {
                throw new InvalidVideoRequestException(name, "must not be a second image");
            }
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
        builder.imageField = imageField();
        builder.image = image();
        builder.fields.remove(builder.imageField);
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

    /** {@return the name of the field that carries the image, or {@code null} if there is none} */
    public @Nullable String imageField() {
        return fields.keySet().stream()
                .filter(name -> fields.get(name) instanceof Image)
                .findFirst()
                .orElse(null);
    }

    /** {@return the image, or {@code null} if there is none} */
    public @Nullable Image image() {
        return fields.get(imageField()) instanceof Image image ? image : null;
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
        String imageField = imageField();
        Set<String> names = new LinkedHashSet<>(fields.keySet());
        String start = "ChuteRequest[endpoint=" + endpoint + ", fields=";
        return imageField != null && names.remove(imageField)
                ? start + names + ", " + imageField + "=" + image() + "]"
                : start + names + "]";
    }

    /**
     * A {@link ChuteRequest} in the making; not for use by several threads at once.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private final Endpoint endpoint;
        private final Map<String, Object> fields = new LinkedHashMap<>();
        private @Nullable String imageField;
        private @Nullable Image image;

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
         * Set the image, which is sent last, whenever it is set. There can be one.
         *
         * @param name the field that carries it, as base64 text or as a URL; not blank and not {@code stream}
         * @param image the image
         * @return this builder
         * @throws InvalidVideoRequestException if the name breaks these rules
         */
        public Builder image(String name, Image image) {
            this.imageField = requireName(name);
            this.image = Objects.requireNonNull(image, "image");
            return this;
        }

        /**
         * Make the request. The builder can be used further.
         *
         * @return the request
         * @throws InvalidVideoRequestException if a field has the name of the image
         */
        public ChuteRequest build() {
            if (imageField != null && fields.containsKey(imageField)) {
                throw new InvalidVideoRequestException(imageField, "must not be both a field and the image");
            }
            return new ChuteRequest(this);
        }

        private Map<String, Object> inOrder() {
            Map<String, Object> ordered = new LinkedHashMap<>(fields);
            if (imageField != null && image != null) {
                ordered.put(imageField, image);
            }
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

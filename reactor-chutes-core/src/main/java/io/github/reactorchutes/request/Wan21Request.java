package io.github.reactorchutes.request;

import org.jspecify.annotations.Nullable;

/** The options of the two Wan 2.1 endpoints that the fast endpoint does not have. */
abstract class Wan21Request extends KnownRequest {

    Wan21Request(Endpoint endpoint, FieldValues values) {
        super(endpoint, values);
    }

    /** {@return the resolution, or {@code null} for the platform's default} */
    public final @Nullable Resolution resolution() {
        String value = get("resolution", String.class);
        return value == null ? null : Resolution.of(value);
    }

    /** {@return the number of denoising steps, or {@code null} for the platform's default} */
    public final @Nullable Integer steps() {
        return integer("steps");
    }

    /** The builder of these options. */
    abstract static class Wan21Builder<B extends Wan21Builder<B>> extends VideoRequestBuilder<B> {

        Wan21Builder(FieldValues values) {
            super(values);
        }

        /**
         * Choose the resolution. Default of the platform: {@link Resolution#LANDSCAPE_SD}.
         *
         * @param resolution one that the model supports
         * @return this builder
         */
        public B resolution(Resolution resolution) {
            return set("resolution", resolution);
        }

        /**
         * Set the number of denoising steps.
         *
         * @param steps 10 to 30, enforced by the platform, whose default is 25
         * @return this builder
         * @throws InvalidVideoRequestException if it is out of bounds
         */
        public B steps(int steps) {
            return set("steps", steps);
        }
    }
}

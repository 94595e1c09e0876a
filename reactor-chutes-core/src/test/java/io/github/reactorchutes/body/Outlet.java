package io.github.reactorchutes.body;

import org.reactivestreams.Publisher;

/**
 * One of the places where a wrapped body comes out: buffers of any kind, or one value at the end that holds the bytes.
 *
 * @param parts what comes out
 * @param check looks at what is left outside, once all has ended
 */
public record Outlet(Publisher<?> parts, Check check) {

    /** Looks at what is left outside. */
    @FunctionalInterface
    public interface Check {

        /**
         * Look at what an end has left.
         *
         * @param cancelled whether the subscriber cancelled
         * @param completed whether the end was told as a success
         * @param video the bytes of the whole video
         */
        void accept(boolean cancelled, boolean completed, byte[] video);
    }

    /** Return an outlet that leaves nothing outside. */
    public static Outlet of(Publisher<?> parts) {
        return new Outlet(parts, (cancelled, completed, video) -> {});
    }
}

package io.github.reactorchutes.test;

/**
 * What goes wrong with the event stream of a warm-up.
 *
 * @since 0.1.0
 */
public enum WarmUpFault {
    /** The connection is closed in the middle of the stream. */
    CUT,
    /** The stream stays open and sends nothing more. */
    SILENCE,
    /** The stream ends properly although the chute is still cold, as after the platform's 600 seconds. */
    END
}

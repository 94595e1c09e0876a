package io.github.reactorchutes.exchange;

/**
 * How a call ended. The end of a call is the end of its body.
 *
 * @since 0.1.0
 */
public enum CallOutcome {
    /** The whole body was delivered. */
    COMPLETED,
    /** The call failed, before its head or in its body. */
    FAILED,
    /** The caller cancelled or released it. */
    CANCELLED,
    /** The body was not subscribed to within the abandonment timeout. */
    ABANDONED
}

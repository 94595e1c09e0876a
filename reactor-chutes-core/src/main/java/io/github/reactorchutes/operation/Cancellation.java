package io.github.reactorchutes.operation;

/**
 * What the platform made of the request to cancel an operation.
 *
 * <p><b>Experimental.</b> May change incompatibly in any release.
 *
 * @since 0.1.0
 */
public enum Cancellation {
    /** The chute was asked to stop. The operation may still succeed, and a cancelled one may be billed. */
    REQUESTED,
    /** The operation is {@link OperationState#PENDING}: it can be cancelled once it was passed on to the chute. */
    TOO_EARLY,
    /** The operation has ended. */
    ALREADY_ENDED,
    /** The chute cannot stop its operations. */
    UNSUPPORTED
}

package io.github.reactorchutes.exchange;

/**
 * The two sides of a body: the sender and the consumer.
 *
 * @since 0.1.0
 */
public enum BodySide {
    /** The platform: bytes were requested but do not arrive. */
    SERVER,
    /** The subscriber of the body: it does not request the available bytes. */
    CONSUMER
}

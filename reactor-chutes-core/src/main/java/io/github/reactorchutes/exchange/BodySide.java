package io.github.reactorchutes.exchange;

/**
 * The two sides of a body: who has to send it, and who has to ask for it.
 *
 * @since 0.1.0
 */
public enum BodySide {
    /** The platform: bytes were asked for and do not come. */
    SERVER,
    /** The subscriber of the body: bytes may have come and are not asked for. */
    CONSUMER
}

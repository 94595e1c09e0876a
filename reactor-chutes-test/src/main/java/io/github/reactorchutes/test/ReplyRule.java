package io.github.reactorchutes.test;

/**
 * The reply of a rule started with {@link ChutesEmulator#when}. Implemented only by the emulator.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReplyRule {

    /**
     * Send this reply to all matching calls until the emulator is reset.
     *
     * @param reply the reply
     */
    void thenReply(Reply reply);
}

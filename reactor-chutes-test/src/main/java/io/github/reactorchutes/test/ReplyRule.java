package io.github.reactorchutes.test;

/**
 * The second half of a rule begun with {@link ChutesEmulator#when}. Implemented by the emulator alone.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ReplyRule {

    /**
     * Answers all matching calls with this reply, until the emulator is reset.
     *
     * @param reply the reply
     */
    void thenReply(Reply reply);
}

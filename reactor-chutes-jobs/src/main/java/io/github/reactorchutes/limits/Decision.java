package io.github.reactorchutes.limits;

/**
 * The answer to a question, and the row after it.
 *
 * @param state the changed row
 * @param isGranted whether the lease is granted
 * @param waitMicros the time until the next question, without a lease
 * @param reason why there is no lease
 */
record Decision(AccountState state, boolean isGranted, long waitMicros, String reason) {

    static Decision granted(AccountState state) {
        return new Decision(state, true, 0, "");
    }

    static Decision waitFor(AccountState state, long micros, String reason) {
        return new Decision(state, false, micros, reason);
    }
}

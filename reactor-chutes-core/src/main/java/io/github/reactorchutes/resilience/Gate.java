package io.github.reactorchutes.resilience;

/**
 * Lets calls through one by one. A permit that is given to a call that is gone goes back by {@link #giveBack()}.
 */
interface Gate {

    /** Ask for a permit; the waiter is told at once, later, or never. */
    void enter(Waiter waiter);

    /** Stop waiting; returns false if the waiter was already told. */
    boolean leave(Waiter waiter);

    /** Give an unused permit back. */
    void giveBack();

    /** One call that asks for a permit. */
    interface Waiter {

        /** The permit is given. */
        void admitted();

        /** The gate will never open for this call. */
        void refused(String reason);
    }
}

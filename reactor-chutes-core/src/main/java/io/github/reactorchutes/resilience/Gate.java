package io.github.reactorchutes.resilience;

/** Grants permits to calls. A permit granted to a call that has left is returned with {@link #giveBack()}. */
interface Gate {

    /** Request a permit. The waiter is notified immediately, later, or never. */
    void enter(Waiter waiter);

    /** Leave the queue; return false if the waiter was already notified. */
    boolean leave(Waiter waiter);

    /** Return an unused permit. */
    void giveBack();

    /** A call that requests a permit. */
    interface Waiter {

        /** Handle the granted permit. */
        void admitted();

        /** Handle the refusal: this call will not get a permit. */
        void refused(String reason);
    }
}

package io.github.reactorchutes.resilience;

/** Grants permits to calls. A permit granted to a call that has left is returned with {@link Permit#giveBack()}. */
interface Gate {

    /** Request a permit. The waiter is notified immediately, later, or never. */
    void enter(Waiter waiter);

    /** Leave the queue; return false if the waiter was already notified. */
    boolean leave(Waiter waiter);

    /** Return how many permits are free. */
    int available();

    /** Return how many calls are in the queue. */
    int waiting();

    /** A call that requests a permit. */
    interface Waiter {

        /** Handle the granted permit. */
        void admitted(Permit permit);

        /** Handle the refusal: this call will not get a permit. */
        void refused(String reason);
    }
}

package io.github.reactorchutes.resilience;

/** The right to proceed, granted by a {@link Gate}. A gate whose permits are all alike is its own permit. */
interface Permit {

    /** Return the permit, at the end of the call or unused. */
    void giveBack();
}

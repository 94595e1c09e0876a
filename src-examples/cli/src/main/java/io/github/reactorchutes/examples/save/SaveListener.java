package io.github.reactorchutes.examples.save;

/** Is told how a save gets on, on the event loop: it must not block. */
public interface SaveListener {

    /** The request is about to be sent. */
    void waiting();

    /**
     * Bytes of the body arrived.
     *
     * @param total all bytes so far; zero for the head
     */
    void received(long total);
}

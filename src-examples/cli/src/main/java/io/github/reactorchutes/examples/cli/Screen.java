package io.github.reactorchutes.examples.cli;

/** Where a long run tells how it gets on. */
interface Screen extends AutoCloseable {

    /** Say what matters. */
    void note(String line);

    /** Say what is worth a line where no bar shows it. */
    void detail(String line);

    /** Stop drawing. */
    @Override
    void close();
}

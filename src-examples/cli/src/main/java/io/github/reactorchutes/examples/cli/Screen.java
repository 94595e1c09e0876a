package io.github.reactorchutes.examples.cli;

/** The display of a long run. */
interface Screen extends AutoCloseable {

    /** Print an important line. */
    void note(String line);

    /** Print a line if no progress bar shows it. */
    void detail(String line);

    /** Print a line that answers the user, even in silence. */
    void alert(String line);

    /** Stop drawing. */
    @Override
    void close();
}

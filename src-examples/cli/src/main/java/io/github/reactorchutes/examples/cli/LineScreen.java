package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;

/** A log, which is only appended to. */
final class LineScreen implements Screen {

    private final PrintWriter err;

    LineScreen(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void note(String line) {
        err.println("chutes: " + Columns.harmless(line));
        err.flush();
    }

    @Override
    public void detail(String line) {
        note(line);
    }

    @Override
    public void alert(String line) {
        note(line);
    }

    @Override
    public void close() {}
}

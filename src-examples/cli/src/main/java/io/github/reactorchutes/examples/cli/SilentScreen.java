package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;

/** Displays only alerts. */
final class SilentScreen implements Screen {

    private final Screen alerts;

    SilentScreen(PrintWriter err) {
        this.alerts = new LineScreen(err);
    }

    @Override
    public void note(String line) {}

    @Override
    public void detail(String line) {}

    @Override
    public void alert(String line) {
        alerts.note(line);
    }

    @Override
    public void close() {}
}

package io.github.reactorchutes.examples.cli;

/** Displays nothing. */
final class SilentScreen implements Screen {

    @Override
    public void note(String line) {}

    @Override
    public void detail(String line) {}

    @Override
    public void close() {}
}

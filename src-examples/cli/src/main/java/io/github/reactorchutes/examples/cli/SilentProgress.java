package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SavedVideo;

/** Says nothing. */
final class SilentProgress implements Progress {

    @Override
    public void waiting() {}

    @Override
    public void received(long total) {}

    @Override
    public void note(String line) {}

    @Override
    public void saved(SavedVideo video) {}

    @Override
    public void close() {}
}

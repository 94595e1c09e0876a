package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressEvent;

/** Displays nothing. */
final class SilentProgress implements Progress {

    @Override
    public void onProgress(ProgressEvent event) {}

    @Override
    public void note(String line) {}

    @Override
    public void saved(GeneratedVideo video) {}

    @Override
    public void close() {}
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SavedVideo;
import java.io.PrintWriter;

/** Says only what is worth a line in a log. */
final class LineProgress implements Progress {

    private final PrintWriter err;

    LineProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void waiting() {
        note("waiting for the video");
    }

    @Override
    public void received(long total) {}

    @Override
    public void note(String line) {
        err.println("chutes: " + line);
        err.flush();
    }

    @Override
    public void saved(SavedVideo video) {
        note(Figures.summary(video));
    }

    @Override
    public void close() {}
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Prints only what deserves a line in a log. */
final class LineProgress implements Progress {

    private final Screen screen;

    LineProgress(PrintWriter err) {
        this.screen = new LineScreen(err);
    }

    @Override
    public void onProgress(ProgressEvent event) {
        if (event.step() == Step.GENERATING) {
            note("waiting for " + Media.answerOf(event.call()) + estimate(event.remaining()));
        }
    }

    private static String estimate(@Nullable Duration remaining) {
        return remaining == null ? "" : ", about " + Figures.seconds(remaining);
    }

    @Override
    public void note(String line) {
        screen.note(line);
    }

    @Override
    public void saved(GeneratedVideo video) {
        note(Figures.summary(video));
    }

    @Override
    public void close() {}
}

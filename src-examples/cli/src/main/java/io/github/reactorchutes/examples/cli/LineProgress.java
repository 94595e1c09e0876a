package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says only what is worth a line in a log. */
final class LineProgress implements Progress {

    private final PrintWriter err;

    LineProgress(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onProgress(ProgressEvent event) {
        if (event.step() == Step.GENERATING) {
            note("waiting for the video" + estimate(event.remaining()));
        }
    }

    private static String estimate(@Nullable Duration remaining) {
        return remaining == null ? "" : ", about " + Figures.seconds(remaining);
    }

    @Override
    public void note(String line) {
        err.println("chutes: " + line);
        err.flush();
    }

    @Override
    public void saved(GeneratedVideo video) {
        note(Figures.summary(video));
    }

    @Override
    public void close() {}
}

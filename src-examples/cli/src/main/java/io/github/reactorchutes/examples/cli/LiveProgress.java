package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress of one video in the last line of a terminal. Saving only updates the figures; the screen draws
 * them.
 */
final class LiveProgress implements Progress {

    private final Screen screen;

    private volatile @Nullable Sight sight;

    LiveProgress(PrintWriter err, IntSupplier columns) {
        this.screen = new LiveScreen(err, columns, this::line);
    }

    @Override
    public void onProgress(ProgressEvent event) {
        Sight before = sight;
        Duration receivingSince =
                before != null && event.step() == Step.BYTES ? before.receivingSince() : event.elapsed();
        sight = new Sight(event, receivingSince, System.nanoTime());
    }

    @Override
    public void note(String line) {
        screen.note(line);
    }

    @Override
    public void saved(GeneratedVideo video) {
        sight = null;
        note(Figures.summary(video));
    }

    @Override
    public void close() {
        screen.close();
    }

    private String line() {
        Sight current = sight;
        return current == null ? "" : current.line();
    }

    /**
     * The latest state.
     *
     * @param event the step
     * @param receivingSince when the video began to arrive, if it has, since the start of the call
     * @param seenNanos when the event occurred, by the clock of this machine
     */
    private record Sight(ProgressEvent event, Duration receivingSince, long seenNanos) {

        String line() {
            Duration since = Duration.ofNanos(System.nanoTime() - seenNanos);
            Duration elapsed = event.elapsed().plus(since);
            return switch (event.step()) {
                case QUEUED -> "waiting for a connection, " + Figures.seconds(elapsed);
                case SENDING -> "sending the request, " + Figures.seconds(elapsed);
                case GENERATING ->
                    "waiting for " + Media.answerOf(event.call()) + ", " + Figures.seconds(elapsed) + left(since);
                case HEAD, BYTES ->
                    "receiving, " + Figures.bytes(event.bytesReceived()) + ", "
                            + Figures.rate(event.bytesReceived(), elapsed.minus(receivingSince));
                case ENDED -> "";
            };
        }

        private String left(Duration since) {
            Duration expected = event.remaining();
            if (expected == null) {
                return "";
            }
            Duration left = expected.minus(since);
            return left.isNegative() ? ", longer than usual" : ", about " + Figures.seconds(left) + " left";
        }
    }
}

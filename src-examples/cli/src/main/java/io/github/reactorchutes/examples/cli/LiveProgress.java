package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressEvent;
import io.github.reactorchutes.progress.ProgressEvent.Step;
import java.io.PrintWriter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Redraws one line of a terminal. The save only leaves figures here; a thread of its own draws them, because a terminal
 * may block.
 */
final class LiveProgress implements Progress {

    private static final Duration REDRAW = Duration.ofMillis(250);

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;

    private final Scheduler pen = Schedulers.newSingle("progress", true);

    private final Disposable drawing;

    private volatile @Nullable Sight sight;

    LiveProgress(PrintWriter err) {
        this.err = err;
        this.drawing = Flux.interval(REDRAW, pen).onBackpressureDrop().subscribe(tick -> draw());
    }

    @Override
    public void onProgress(ProgressEvent event) {
        Sight before = sight;
        Duration receivingSince =
                before != null && event.step() == Step.BYTES ? before.receivingSince() : event.elapsed();
        sight = new Sight(event, receivingSince, System.nanoTime());
    }

    @Override
    public synchronized void note(String line) {
        err.println(CLEAR_LINE + "chutes: " + line);
        err.flush();
    }

    @Override
    public void saved(GeneratedVideo video) {
        sight = null;
        note(Figures.summary(video));
    }

    @Override
    public synchronized void close() {
        drawing.dispose();
        pen.dispose();
        sight = null;
        err.print(CLEAR_LINE);
        err.flush();
    }

    private synchronized void draw() {
        Sight current = sight;
        String line = current == null ? null : current.line();
        if (line != null && !pen.isDisposed()) {
            err.print(CLEAR_LINE + line);
            err.flush();
        }
    }

    /**
     * What was seen last.
     *
     * @param event the step
     * @param receivingSince when the video began to arrive, if it has, in the time of the call
     * @param seenNanos when it was seen, by the clock of this machine
     */
    private record Sight(ProgressEvent event, Duration receivingSince, long seenNanos) {

        @Nullable
        String line() {
            Duration since = Duration.ofNanos(System.nanoTime() - seenNanos);
            Duration elapsed = event.elapsed().plus(since);
            return switch (event.step()) {
                case QUEUED -> "waiting for a connection, " + Figures.seconds(elapsed);
                case SENDING -> "sending the request, " + Figures.seconds(elapsed);
                case GENERATING -> "waiting for the video, " + Figures.seconds(elapsed) + left(since);
                case HEAD, BYTES ->
                    "receiving, " + Figures.bytes(event.bytesReceived()) + ", "
                            + Figures.rate(event.bytesReceived(), elapsed.minus(receivingSince));
                case ENDED -> null;
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

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SavedVideo;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
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

    private volatile @Nullable Instant waitingSince;

    private volatile @Nullable Instant receivingSince;

    private volatile long received;

    LiveProgress(PrintWriter err) {
        this.err = err;
        this.drawing = Flux.interval(REDRAW, pen).onBackpressureDrop().subscribe(tick -> draw());
    }

    @Override
    public void waiting() {
        receivingSince = null;
        waitingSince = Instant.now();
    }

    @Override
    public void received(long total) {
        received = total;
        if (total == 0) {
            receivingSince = Instant.now();
        }
    }

    @Override
    public synchronized void note(String line) {
        err.println(CLEAR_LINE + "chutes: " + line);
        err.flush();
    }

    @Override
    public void saved(SavedVideo video) {
        rest();
        note(Figures.summary(video));
    }

    @Override
    public synchronized void close() {
        drawing.dispose();
        pen.dispose();
        rest();
        err.print(CLEAR_LINE);
        err.flush();
    }

    private void rest() {
        waitingSince = null;
        receivingSince = null;
    }

    private synchronized void draw() {
        String line = line(waitingSince, receivingSince);
        if (line != null && !pen.isDisposed()) {
            err.print(CLEAR_LINE + line);
            err.flush();
        }
    }

    private @Nullable String line(@Nullable Instant waiting, @Nullable Instant receiving) {
        if (receiving != null) {
            return "receiving, " + Figures.bytes(received) + ", " + Figures.rate(received, since(receiving));
        }
        return waiting == null ? null : "waiting for the video, " + Figures.seconds(since(waiting));
    }

    private static Duration since(Instant start) {
        return Duration.between(start, Instant.now());
    }
}

package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A terminal whose last line is redrawn by a separate thread, because a terminal may block. */
final class LiveScreen implements Screen {

    private static final Duration REDRAW = Duration.ofMillis(250);

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;

    private final Supplier<String> status;

    private final Scheduler pen;

    private final Disposable drawing;

    /**
     * Start drawing.
     *
     * @param status supplies the last line; empty to leave it unchanged
     */
    LiveScreen(PrintWriter err, Supplier<String> status) {
        this(err, status, Schedulers.newSingle("screen", true));
    }

    LiveScreen(PrintWriter err, Supplier<String> status, Scheduler pen) {
        this.err = err;
        this.status = status;
        this.pen = pen;
        this.drawing = Flux.interval(REDRAW, pen).onBackpressureDrop().subscribe(tick -> draw());
    }

    @Override
    public synchronized void note(String line) {
        err.println(CLEAR_LINE + "chutes: " + line);
        err.flush();
    }

    @Override
    public void detail(String line) {}

    /** Call the supplier before taking the lock, because it may be printing a note. */
    private void draw() {
        String line = status.get();
        if (!line.isEmpty()) {
            redraw(line);
        }
    }

    private synchronized void redraw(String line) {
        if (!pen.isDisposed()) {
            err.print(CLEAR_LINE + line);
            err.flush();
        }
    }

    @Override
    public synchronized void close() {
        drawing.dispose();
        pen.dispose();
        err.print(CLEAR_LINE);
        err.flush();
    }
}

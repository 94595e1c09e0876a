package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.IntSupplier;
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

    private final IntSupplier columns;

    private final Supplier<String> status;

    private final Scheduler pen;

    private final Disposable drawing;

    /**
     * Start drawing.
     *
     * @param columns supplies the width of the terminal
     * @param status supplies the last line; empty to leave it unchanged
     */
    LiveScreen(PrintWriter err, IntSupplier columns, Supplier<String> status) {
        this(err, columns, status, Schedulers.newSingle("screen", true));
    }

    LiveScreen(PrintWriter err, IntSupplier columns, Supplier<String> status, Scheduler pen) {
        this.err = err;
        this.columns = columns;
        this.status = status;
        this.pen = pen;
        this.drawing = Flux.interval(REDRAW, pen).onBackpressureDrop().subscribe(tick -> draw());
    }

    @Override
    public synchronized void note(String line) {
        err.println(CLEAR_LINE + "chutes: " + Columns.harmless(line));
        err.flush();
    }

    @Override
    public void detail(String line) {}

    @Override
    public void alert(String line) {
        note(line);
    }

    /** A longer line would wrap and scroll. Call the supplier before taking the lock, because it may be printing a note. */
    private void draw() {
        String line = status.get();
        if (!line.isEmpty()) {
            redraw(Columns.cut(Columns.harmless(line), columns.getAsInt() - 1));
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

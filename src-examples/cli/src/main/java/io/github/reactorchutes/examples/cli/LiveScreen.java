package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A terminal: the last line is redrawn by a thread of its own, because a terminal may block. */
final class LiveScreen implements Screen {

    private static final Duration REDRAW = Duration.ofMillis(250);

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;

    private final Supplier<String> status;

    private final Scheduler pen = Schedulers.newSingle("screen", true);

    private final Disposable drawing;

    LiveScreen(PrintWriter err, Supplier<String> status) {
        this.err = err;
        this.status = status;
        this.drawing = Flux.interval(REDRAW, pen).onBackpressureDrop().subscribe(tick -> draw());
    }

    @Override
    public synchronized void note(String line) {
        err.println(CLEAR_LINE + "chutes: " + line);
        err.flush();
    }

    @Override
    public void detail(String line) {}

    private synchronized void draw() {
        if (!pen.isDisposed()) {
            err.print(CLEAR_LINE + status.get());
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

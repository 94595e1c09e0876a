package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.BatchListener;
import io.github.reactorchutes.examples.batch.Job;
import io.github.reactorchutes.examples.batch.JobResult;
import io.github.reactorchutes.examples.batch.JobResult.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/** Counts the jobs of a batch and reports them on a screen. */
final class BatchProgress implements BatchListener, AutoCloseable {

    private static final int BAR = 24;

    private final Screen screen;

    private int total;

    private int pending;

    private int made;

    /** Videos that other processes made. */
    private int fetched;

    private int others;

    private long bytes;

    private long startedNanos = System.nanoTime();

    BatchProgress(Function<Supplier<String>, Screen> screen) {
        this.screen = screen.apply(this::status);
    }

    void note(String line) {
        screen.note(line);
    }

    @Override
    public synchronized void started(int all, int toMake) {
        total = all;
        pending = toMake;
        startedNanos = System.nanoTime();
        screen.detail(all + " videos, " + toMake + " to make");
    }

    @Override
    public void refused(Job job, Throwable error) {
        screen.note(place(job) + ": " + Failure.of(error).message());
    }

    @Override
    public void kept(Job job, Path part) {
        screen.note(place(job) + ": the received bytes are in " + part);
    }

    @Override
    public synchronized void ended(JobResult result) {
        if (result.outcome() == Outcome.MADE) {
            made++;
            bytes += result.bytes();
            if (!result.reason().isEmpty()) {
                screen.note(place(result.job()) + ": warning: the video is " + result.reason());
            }
            screen.detail((made + fetched) + " of " + pending + ": "
                    + result.job().name() + ", " + Figures.bytes(result.bytes()));
        } else if (result.outcome() == Outcome.SKIPPED) {
            fetched++;
            screen.detail(
                    (made + fetched) + " of " + pending + ": " + result.job().name() + ", " + result.reason());
        } else if (result.outcome() != Outcome.NOT_BEGUN) {
            others += result.failure() == null && result.id() == null ? 0 : 1;
            screen.note(place(result.job()) + ": no video: " + why(result));
        }
    }

    @Override
    public void away(Throwable error) {
        screen.note(error.getMessage() + "; asking again");
    }

    @Override
    public void finishingOthers(int underWay) {
        screen.note("this file is done; finishing " + underWay + " of other files");
    }

    @Override
    public void interrupted(int underWay, Duration grace) {
        screen.alert(underWay == 0 ? "interrupted; no video is under way" : finishing(underWay, grace));
    }

    private static String finishing(int videos, Duration grace) {
        boolean one = videos == 1;
        return "finishing " + videos + (one ? " video" : " videos") + ", up to " + Figures.limit(grace)
                + "; press Ctrl-C again to abandon " + (one ? "it (it" : "them (they") + " may be billed)";
    }

    private static String why(JobResult result) {
        if (result.failure() != null) {
            return Failure.of(result.failure()).message();
        }
        boolean isRemade = result.outcome() == Outcome.LOST && result.id() == null;
        boolean maybePaid = result.outcome() == Outcome.UNKNOWN && result.id() == null;
        return result.reason() + (isRemade ? "; --remake makes it again" : maybePaid ? ", it may have been paid" : "");
    }

    private static String place(Job job) {
        return "line " + job.line() + ", " + job.name();
    }

    private synchronized String status() {
        int done = total - pending + made + fetched + others;
        int filled = total == 0 ? 0 : BAR * done / total;
        return done + " of " + total + (others == 0 ? "" : ", " + others + " without a video") + ", "
                + Figures.bytes(bytes) + left() + " [" + "#".repeat(filled) + ".".repeat(BAR - filled) + "]";
    }

    private String left() {
        int ended = made + fetched + others;
        if (ended == 0 || ended >= pending) {
            return "";
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
        return ", about " + Figures.time(elapsed.multipliedBy(pending - ended).dividedBy(ended)) + " left";
    }

    @Override
    public void close() {
        screen.close();
    }
}

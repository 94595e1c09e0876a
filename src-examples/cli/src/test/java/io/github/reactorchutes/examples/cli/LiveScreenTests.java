package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;

class LiveScreenTests {

    private static final String CLEAR = "\r\u001b[K";

    private final StringWriter terminal = new StringWriter();

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

    private final AtomicReference<String> status = new AtomicReference<>("");

    private final AtomicInteger columns = new AtomicInteger(80);

    @Test
    void redrawsItsLastLineFourTimesASecond() {
        LiveScreen screen = screen(status::get);

        status.set("one");
        assertThat(drawnIn(249)).isEmpty();
        assertThat(drawnIn(1)).isEqualTo(CLEAR + "one");
        status.set("two");
        assertThat(drawnIn(500)).isEqualTo(CLEAR + "two" + CLEAR + "two");
        screen.close();
        assertThat(drawnIn(500)).isEqualTo(CLEAR);
    }

    @Test
    void putsALineOfItsOwnAboveIt() {
        LiveScreen screen = screen(() -> "bar");

        screen.note("one is done");
        screen.detail("of no interest beside a bar");
        assertThat(drawnIn(250)).isEqualTo(CLEAR + "chutes: one is done" + System.lineSeparator() + CLEAR + "bar");
        screen.close();
    }

    @Test
    void leavesTheLineAloneWhileThereIsNothingToSay() {
        LiveScreen screen = screen(status::get);

        assertThat(drawnIn(1000)).isEmpty();
        screen.close();
    }

    @Test
    void cutsItsLastLineToTheWidthOfTheTerminal() {
        LiveScreen screen = screen(() -> "a fox, 猫 and a dog");

        columns.set(10);
        assertThat(drawnIn(250)).isEqualTo(CLEAR + "a fox, 猫");
        columns.set(9);
        assertThat(drawnIn(250)).isEqualTo(CLEAR + "a fox, ");
        columns.set(80);
        assertThat(drawnIn(250)).isEqualTo(CLEAR + "a fox, 猫 and a dog");
        screen.close();
    }

    @Test
    void printsNothingThatControlsTheTerminal() {
        LiveScreen screen = screen(() -> "a\u001b[2Jb\nc");

        screen.note("a\u001b]0;title\u0007b\u009b");
        assertThat(drawnIn(250))
                .isEqualTo(CLEAR + "chutes: a?]0;title?b?" + System.lineSeparator() + CLEAR + "a?[2Jb?c");
        screen.close();
    }

    /** The supplier of the status may be waiting to print a note, so the two must not wait for each other. */
    @Test
    void canBeToldSomethingWhileItAsks() throws Exception {
        List<Screen> screens = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> noted = new CompletableFuture<>();
        screens.add(screen(() -> {
            noted.complete(finishes(() -> screens.get(0).note("meanwhile")));
            return "bar";
        }));

        drawnIn(250);
        assertThat(noted.get(10, TimeUnit.SECONDS)).isTrue();
        screens.get(0).close();
    }

    private static boolean finishes(Runnable other) {
        try {
            CompletableFuture.runAsync(other).get(2, TimeUnit.SECONDS);
            return true;
        } catch (Exception stuck) {
            return false;
        }
    }

    private LiveScreen screen(Supplier<String> line) {
        return new LiveScreen(new PrintWriter(terminal), columns::get, line, time);
    }

    private String drawnIn(long millis) {
        time.advanceTimeBy(Duration.ofMillis(millis));
        String drawn = terminal.toString();
        terminal.getBuffer().setLength(0);
        return drawn;
    }
}

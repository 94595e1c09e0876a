package io.github.reactorchutes.examples.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What stderr is connected to: standard output and input do not matter, because they may be redirected. */
final class Terminal {

    /** No terminal, such as a file or a pipe. */
    static final Terminal NONE = new Terminal(() -> -1);

    private static final int DEFAULT_COLUMNS = 80;

    private static final String DUMB = "dumb";

    /** Print the size of the terminal on stderr, or fail if it is none. */
    private static final String SIZE = "test -t 2 || exit 1; exec 3<&2 2>/dev/null; stty size <&3 || true";

    private final Gauge gauge;

    private final AtomicReference<@Nullable Integer> columns = new AtomicReference<>();

    /**
     * Create a terminal.
     *
     * @param gauge measures the width
     */
    Terminal(Gauge gauge) {
        this.gauge = gauge;
    }

    /** Return the terminal of this process. */
    static Terminal ofProcess(Shell.Environment environment) {
        if (isDumb(environment)) {
            return NONE;
        }
        Terminal terminal = new Terminal(isWindows() ? Terminal::ofConsole : Terminal::ofStderr);
        Signals.handle("WINCH", () -> terminal.columns.set(null));
        return terminal;
    }

    /** Return whether the terminal of this process only prints. */
    static boolean isDumb(Shell.Environment environment) {
        return DUMB.equals(environment.get("TERM"));
    }

    /** Return whether a line can be drawn again and again. */
    boolean isLive() {
        return columns() >= 0;
    }

    /** Return the width now, or a negative number without a terminal. */
    int columns() {
        Integer known = columns.get();
        if (known == null) {
            known = gauge.columns();
            columns.set(known);
        }
        return known;
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private static int ofStderr() {
        try {
            Process size = new ProcessBuilder("sh", "-c", SIZE)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String printed = new String(size.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            boolean ended = size.waitFor(1, TimeUnit.SECONDS);
            return ended && size.exitValue() == 0 ? columns(printed) : -1;
        } catch (IOException noShell) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    /** Some terminals do not know their size, and say 0. */
    private static int columns(String printed) {
        String width = printed.strip().replaceFirst("^\\d+ ", "");
        return width.matches("[1-9]\\d{0,4}") ? Integer.parseInt(width) : DEFAULT_COLUMNS;
    }

    @SuppressWarnings("SystemConsoleNull")
    private static int ofConsole() {
        Console console = System.console();
        return console != null && isTerminal(console) ? DEFAULT_COLUMNS : -1;
    }

    /** Return whether stdout is a terminal, as far as the system tells. */
    static boolean isStandardOutput() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return ofConsole() >= 0;
        }
    }

    /** Since Java 22 there is always a console, and {@code isTerminal} returns whether it is a terminal. */
    private static boolean isTerminal(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException beforeJava22) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }

    /** Measures a terminal. */
    @FunctionalInterface
    interface Gauge {

        /** Return the width, or a negative number without a terminal. */
        int columns();
    }
}

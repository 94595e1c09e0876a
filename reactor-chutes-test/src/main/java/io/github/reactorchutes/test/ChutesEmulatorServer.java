package io.github.reactorchutes.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Runs an emulator from the command line until the process ends, and prints its base URL.
 *
 * <pre>{@code java -cp ... io.github.reactorchutes.test.ChutesEmulatorServer --port 8080 --ttfb 2s --small}</pre>
 *
 * @since 0.1.0
 */
public final class ChutesEmulatorServer {

    private static final String USAGE = "Options: --port N, --host NAME, --ttfb 2s|500ms, --faults 0.1, --small, --tls";

    private ChutesEmulatorServer() {}

    /**
     * Start the emulator.
     *
     * @param arguments {@code --port N}, {@code --host NAME}, {@code --ttfb 2s}, {@code --faults 0.1}, {@code --small},
     *     {@code --tls}
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] arguments) throws InterruptedException {
        try (ChutesEmulator emulator = parse(arguments).start()) {
            System.out.println(emulator.baseUrl());
            new CountDownLatch(1).await();
        }
    }

    static ChutesEmulator.Builder parse(String... arguments) {
        ChutesEmulator.Builder builder = ChutesEmulator.builder();
        Deque<String> left = new ArrayDeque<>(Arrays.asList(arguments));
        while (!left.isEmpty()) {
            option(builder, left.remove(), left);
        }
        return builder;
    }

    private static void option(ChutesEmulator.Builder builder, String name, Deque<String> left) {
        switch (name) {
            case "--port" -> builder.port(Integer.parseInt(value(name, left)));
            case "--host" -> builder.host(value(name, left));
            case "--ttfb" -> builder.timeToFirstByte(duration(value(name, left)));
            case "--faults" -> builder.faults(Double.parseDouble(value(name, left)));
            case "--small" -> builder.smallVideos(true);
            case "--tls" -> builder.tls();
            default -> throw new IllegalArgumentException("Unknown option " + name + ". " + USAGE);
        }
    }

    private static String value(String name, Deque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(name + " needs a value. " + USAGE);
        }
        return left.remove();
    }

    private static Duration duration(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(lower.substring(0, lower.length() - 2)))
                : Duration.parse("PT" + lower);
    }
}

package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Where and when a row was measured. */
record Environment(String date, String commit, String jdk, String processors, String kernel) {

    private static final String SEPARATOR = "; ";

    static Environment here(String commit, String jdk) throws IOException {
        return new Environment(
                LocalDate.now(ZoneOffset.UTC).toString(),
                commit,
                "JDK " + jdk,
                Runtime.getRuntime().availableProcessors() + " cores of " + processor(),
                "Linux " + System.getProperty("os.version"));
    }

    /** A virtual machine may name only the family. */
    private static String processor() throws IOException {
        List<String> info = Files.readAllLines(Path.of("/proc/cpuinfo"));
        return value(info, "model name").orElse("an unknown processor")
                + value(info, "cpu family").map(family -> ", family " + family).orElse("")
                + value(info, "model").map(model -> " model " + model).orElse("");
    }

    private static Optional<String> value(List<String> info, String name) {
        return info.stream()
                .filter(line -> line.matches(name + "\\s*:.*"))
                .findFirst()
                .map(line -> line.replaceFirst(".*?:\\s*", ""));
    }

    static Environment parse(String line) {
        String[] parts = line.split(SEPARATOR, 5);
        return new Environment(parts[0], parts[1], parts[2], parts[3], parts[4]);
    }

    String line() {
        return String.join(SEPARATOR, List.of(date, commit, jdk, processors, kernel));
    }

    String sentence() {
        return date + " at commit " + commit + ", on " + processors + ", which the client shares with the origin; "
                + kernel + ", " + jdk + ".";
    }

    /** Whether only the day differs: a measurement can begin before midnight and end after it. */
    boolean isLike(Environment other) {
        return commit.equals(other.commit)
                && jdk.equals(other.jdk)
                && processors.equals(other.processors)
                && kernel.equals(other.kernel);
    }
}

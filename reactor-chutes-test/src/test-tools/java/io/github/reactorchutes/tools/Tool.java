package io.github.reactorchutes.tools;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/**
 * A program outside the JDK that tests start: the first on the PATH that runs, otherwise the bundled one.
 *
 * <p>A test whose tool is missing is skipped, and counted as skipped. With {@code REQUIRE_TEST_TOOLS=true} in the
 * environment it fails instead.
 */
public final class Tool {

    public static final Tool FFMPEG = new Tool("ffmpeg", "ffmpeg", "-version");
    public static final Tool CURL = new Tool("curl", "curl", "--version");
    public static final Tool SHELL = new Tool("sh", "dash", "-c", ":");
    public static final Tool CHROMIUM = new Tool("chromium", "chromium", "--version");
    public static final Tool CHROMEDRIVER = new Tool("chromedriver", "chromium-driver", "--version");

    private static final boolean REQUIRED = Boolean.parseBoolean(System.getenv("REQUIRE_TEST_TOOLS"));
    private static final long PATIENCE_SECONDS = 60;

    private final String name;
    private final String debianPackage;
    private final List<String> harmless;
    private Optional<Path> found = Optional.empty();
    private boolean searched;
    private boolean announced;

    Tool(String name, String debianPackage, String... harmless) {
        this.name = name;
        this.debianPackage = debianPackage;
        this.harmless = List.of(harmless);
    }

    /** Return the program's path, or skip the calling test. */
    public String path() {
        isAvailable();
        return path(REQUIRED);
    }

    String path(boolean required) {
        if (!isAvailable(required)) {
            throw new TestAbortedException(reason());
        }
        return found.orElseThrow().toString();
    }

    /** Return whether the program can be started; fail if a missing tool must fail the tests. */
    public boolean isAvailable() {
        boolean available = isAvailable(REQUIRED);
        if (!available) {
            announce();
        }
        return available;
    }

    /** Surefire shows the number of skipped tests, but the reason only in its reports. */
    private synchronized void announce() {
        if (!announced) {
            announced = true;
            System.out.println("[WARNING] The tests that need " + name + " are SKIPPED: " + remedy());
        }
    }

    synchronized boolean isAvailable(boolean required) {
        if (!searched) {
            found = candidates().filter(this::runs).findFirst();
            searched = true;
        }
        if (required && found.isEmpty()) {
            throw new AssertionError(reason());
        }
        return found.isPresent();
    }

    private String reason() {
        return "needs " + name + ": " + remedy();
    }

    private String remedy() {
        return "it is not on the PATH, or does not run (Debian: apt-get install " + debianPackage + ")";
    }

    private Stream<Path> candidates() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        Stream<Path> installed = Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isBlank())
                .flatMap(folder -> Stream.of(Path.of(folder, name), Path.of(folder, name + ".exe")))
                .filter(program -> program.toFile().isFile());
        return Stream.concat(installed, Stream.of(name).flatMap(BundledPrograms::find));
    }

    /** A file of that name may be a stub or built for another system. */
    private boolean runs(Path program) {
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), harmless.stream())
                            .toList())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

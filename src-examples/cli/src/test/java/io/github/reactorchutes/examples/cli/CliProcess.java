package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The tool as a separate process, started by a shell that receives the command line as UTF-8. */
final class CliProcess {

    private static final int LIMIT_SECONDS = 60;

    private static final List<String> UNSET = List.of(
            "LANG",
            "LC_ALL",
            "LC_CTYPE",
            "NO_COLOR",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
            "no_proxy",
            "NO_PROXY",
            TokenSource.VARIABLE);

    private final Path directory;

    private final Map<String, String> environment = new HashMap<>();

    private final List<String> jvmOptions = new ArrayList<>();

    private String folder = "";

    private String tail = "";

    private int columns;

    /** Run in a directory, which also gets the output. */
    CliProcess(Path directory) {
        this.directory = directory;
        environment.put("XDG_CACHE_HOME", directory + "/cache");
    }

    CliProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    CliProcess withJvmOption(String option) {
        jvmOptions.add(option);
        return this;
    }

    /** Run in a folder of the directory. */
    CliProcess in(String name) {
        folder = name;
        return this;
    }

    /** Append to the command line, such as a redirection. */
    CliProcess then(String shell) {
        tail = " " + shell;
        return this;
    }

    /** Run in a real terminal of this width, which replaces stdout. */
    CliProcess onTerminal(int width) {
        columns = width;
        return this;
    }

    CliRun run(String... arguments) throws Exception {
        Process process = start(arguments);
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return new CliRun(process.exitValue(), out(), err());
    }

    Process start(String... arguments) throws IOException {
        String script = script(List.of(arguments)).toString();
        List<String> command = columns == 0
                ? List.of("sh", script)
                : List.of("script", "-qec", "stty cols " + columns + "; sh " + script, "/dev/null");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(directory.resolve("stdout").toFile())
                .redirectError(directory.resolve("stderr").toFile());
        return builder.start();
    }

    String out() throws IOException {
        return Files.readString(directory.resolve("stdout"));
    }

    String err() throws IOException {
        return Files.readString(directory.resolve("stderr"));
    }

    /** A script carries any bytes, whatever the locale of this process. */
    private Path script(List<String> arguments) throws IOException {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.add("-XX:TieredStopAtLevel=1");
        words.addAll(jvmOptions);
        words.addAll(List.of("-cp", System.getProperty("java.class.path"), ChutesCli.class.getName()));
        words.addAll(arguments);
        StringBuilder script = new StringBuilder("unset " + String.join(" ", UNSET) + "\n");
        environment.forEach((name, value) -> script.append("export " + name + "=" + quoted(value) + "\n"));
        String place = quoted(directory + "/" + folder);
        script.append("mkdir -p " + place + " && cd " + place + "\nexec env --default-signal=INT");
        words.forEach(word -> script.append(" " + quoted(word)));
        return Files.write(directory.resolve("run.sh"), (script + tail + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}

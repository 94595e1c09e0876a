package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts other JVMs from this one's class path. */
final class Jvm {

    /** The command that started this JVM. */
    static final Path THIS = Path.of(System.getProperty("java.home"), "bin", "java");

    private Jvm() {}

    static Process start(List<String> options, Class<?> main, List<String> arguments) throws IOException {
        return start(THIS, options, main, arguments);
    }

    static Process start(Path java, List<String> options, Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(java.toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}

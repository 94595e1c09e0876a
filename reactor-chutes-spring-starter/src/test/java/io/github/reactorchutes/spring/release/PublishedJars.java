package io.github.reactorchutes.spring.release;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The jars that were packaged, and what they need. */
final class PublishedJars {

    private PublishedJars() {}

    /** The jars of an application with the starter and the emulator. */
    static List<Path> ofAnApplication() throws IOException {
        List<Path> jars = new ArrayList<>(List.of(of("reactor-chutes-spring-starter"), of("reactor-chutes-test")));
        paths(Files.readString(Path.of("target/runtime.classpath"))).forEach(jars::add);
        return jars;
    }

    static Path of(String artifact) {
        return paths(System.getProperty("java.class.path"))
                .filter(jar -> jar.getFileName().toString().matches(artifact + "-\\d.*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path as a jar"));
    }

    private static Stream<Path> paths(String classPath) {
        return Stream.of(classPath.strip().split(File.pathSeparator)).map(Path::of);
    }
}

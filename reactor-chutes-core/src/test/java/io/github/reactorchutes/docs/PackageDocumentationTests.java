package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PackageDocumentationTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public (?:\\w+(?:-sealed)? )*(?:class|interface|enum|record|@interface) (\\w+)");

    private static final Pattern BULLET = Pattern.compile("<li>\\{@link [\\w.]+\\.(\\w+)}: \\S");

    static Stream<Path> packages() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 20, (file, facts) -> isPublishedPackage(file))) {
            return files.map(ROOT::relativize).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("packages")
    void haveOneBulletForEachPublicType(Path packageInfo) throws IOException {
        assertThat(named(BULLET, ROOT.resolve(packageInfo)))
                .containsExactlyInAnyOrderElementsOf(
                        publicTypes(ROOT.resolve(packageInfo).resolveSibling("")));
    }

    private static boolean isPublishedPackage(Path file) {
        return file.endsWith("package-info.java")
                && ROOT.relativize(file).toString().matches("reactor-chutes-.*/src/main/.*");
    }

    private static List<String> publicTypes(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> named(PUBLIC_TYPE, file).stream())
                    .toList();
        }
    }

    private static List<String> named(Pattern pattern, Path file) {
        try {
            return pattern.matcher(Files.readString(file))
                    .results()
                    .map((MatchResult match) -> match.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

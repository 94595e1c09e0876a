package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Compares docs/architecture.md with the modules, packages and types of the source tree. */
class ArchitecturePageTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Path BASE = Path.of("src/main/java/io/github/reactorchutes");

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z][a-z0-9.-]*)` \\|");

    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private static final Pattern TYPE = Pattern.compile("`([A-Z]\\w+[a-z]\\w*)[`.]");

    private static final Set<String> TYPES_OF_LIBRARIES = Set.of("Mono", "DataBuffer");

    @Test
    void hasARowForEachModule() throws IOException {
        List<String> modules = MODULE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(module -> module.group(1))
                .toList();

        assertThat(rows("## Modules")).containsExactlyInAnyOrderElementsOf(modules);
    }

    @Test
    void hasARowForEachPackageOfTheCore() throws IOException {
        assertThat(rows("## Packages of the core")).containsExactlyInAnyOrderElementsOf(packages());
    }

    @Test
    void namesTypesThatExist() throws IOException {
        Set<String> sources = sources();

        assertThat(TYPE.matcher(page()).results().map(type -> type.group(1)))
                .isNotEmpty()
                .allSatisfy(type -> assertThat(sources.contains(type) || TYPES_OF_LIBRARIES.contains(type))
                        .as(type)
                        .isTrue());
    }

    private static List<String> rows(String heading) throws IOException {
        String page = page();
        int begin = page.indexOf(heading);
        int end = page.indexOf("\n## ", begin + 1);
        assertThat(begin).as(heading).isNotNegative();
        return ROW.matcher(page.substring(begin, end))
                .results()
                .map(row -> row.group(1))
                .toList();
    }

    private static List<String> packages() throws IOException {
        try (Stream<Path> files = Files.walk(BASE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> BASE.relativize(file.getParent()).toString())
                    .distinct()
                    .map(folder -> folder.isEmpty() ? "io.github.reactorchutes" : folder.replace('/', '.'))
                    .toList();
        }
    }

    private static Set<String> sources() throws IOException {
        try (Stream<Path> files = Files.find(ROOT, 20, (file, facts) -> isSource(file))) {
            return files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") && !file.toString().contains("/target/");
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/architecture.md"));
    }
}

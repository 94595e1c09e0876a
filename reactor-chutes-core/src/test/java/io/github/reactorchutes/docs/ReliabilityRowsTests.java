package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the tables of docs/evidence/reliability.md to the tests they name. */
class ReliabilityRowsTests {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| ([^|]+) \\| ([^|]+) \\|$");

    private static final Pattern TEST = Pattern.compile("`(\\w+Tests)\\.(\\w+)`");

    @Test
    void thePageHasEachCaseOnceAndInOrder() throws IOException {
        assertThat(rows().stream().map(row -> Integer.parseInt(row.group(1))))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 81).boxed().toList());
    }

    @Test
    void eachCaseNamesTests() throws IOException {
        assertThat(rows())
                .allSatisfy(row -> assertThat(TEST.matcher(row.group(3)).find())
                        .as("a test of row " + row.group(1))
                        .isTrue());
    }

    @Test
    void eachTestThatIsNamedExists() throws IOException {
        Map<String, Path> sources = testSources();
        List<MatchResult> tests = TEST.matcher(page()).results().toList();
        assertThat(tests).hasSizeGreaterThan(81);
        for (MatchResult test : tests) {
            assertThat(sources).containsKey(test.group(1));
            assertThat(Files.readString(sources.get(test.group(1))))
                    .as(test.group())
                    .containsPattern("(void|Stream<DynamicTest>) " + test.group(2) + "\\(");
        }
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(page()).results().toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/evidence/reliability.md"));
    }

    private static Map<String, Path> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith("Tests.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            Function.identity(),
                            (first, second) -> first));
        }
    }
}

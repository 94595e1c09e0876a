package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SnippetTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern REGION = Pattern.compile("(?s)// snippet: (\\S+)\\n(.*?)\\n *// end");

    private static final Pattern QUOTED = Pattern.compile("(?s)<!-- snippet: (\\S+) -->\\n```java\\n(.*?)\\n```");

    static List<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
                    .filter(path -> path.toString().endsWith(".md"))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void quoteCodeThatCompiles(Path document) throws IOException {
        Map<String, String> regions = regionsOfAllSources();

        regions(QUOTED, document)
                .forEach((name, quoted) -> assertThat(quoted).as(name).isEqualTo(regions.get(name)));
    }

    @Test
    void theReadmeQuotesSnippetsOnly() throws IOException {
        String readme = Files.readString(ROOT.resolve("README.md"));

        assertThat(readme.split("```java", -1))
                .hasSize(regions(QUOTED, ROOT.resolve("README.md")).size() + 1);
    }

    private static Map<String, String> regionsOfAllSources() throws IOException {
        Map<String, String> all = new HashMap<>();
        try (Stream<Path> files = Files.find(ROOT, 20, (file, facts) -> isSource(file))) {
            files.forEach(file -> regions(REGION, file)
                    .forEach((name, code) ->
                            assertThat(all.put(name, code)).as(name).isNull()));
        }
        return all;
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java") && !file.toString().contains("/target/");
    }

    private static Map<String, String> regions(Pattern pattern, Path file) {
        Map<String, String> regions = new HashMap<>();
        Matcher matcher = pattern.matcher(read(file));
        while (matcher.find()) {
            regions.put(matcher.group(1), matcher.group(2).stripIndent().strip());
        }
        return regions;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

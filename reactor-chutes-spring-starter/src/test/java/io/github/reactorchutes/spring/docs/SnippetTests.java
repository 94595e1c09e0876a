package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SnippetTests {

    private static final Path SOURCE = Path.of("src/test/java/io/github/reactorchutes/spring/docs/Snippets.java");

    private static final Path DOCUMENT = Path.of("../docs/spring-boot.md");

    private static final Pattern REGION = Pattern.compile("(?s)// snippet: \\S+\\n(.*?)\\n *// end");

    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:[\\w.]+)\\.(\\w+);$");

    /** A snippet, and the imports that follow it. */
    private static final Pattern QUOTED = Pattern.compile("(?s)```java\\n((?!import ).*?)\\n```\\n"
            + "(?:\\n<details><summary>Imports</summary>\\n\\n```java\\n(.*?)\\n```\\n\\n</details>\\n)?");

    @Test
    void documentQuotesCodeThatCompiles() throws IOException {
        assertThat(quoted(match -> match.group(1))).isEqualTo(regions());
    }

    @Test
    void documentShowsTheImportsOfEachSnippet() throws IOException {
        String source = Files.readString(SOURCE);

        assertThat(quoted(match -> match.group(2)))
                .isEqualTo(regions().stream()
                        .map(region -> imports(source, region))
                        .toList());
    }

    private static String imports(String source, String region) {
        return IMPORT.matcher(source)
                .results()
                .filter(used -> region.matches("(?s).*\\b" + used.group(1) + "\\b.*"))
                .map(MatchResult::group)
                .collect(Collectors.joining("\n"));
    }

    private static List<String> regions() throws IOException {
        return REGION.matcher(Files.readString(SOURCE))
                .results()
                .map(match -> match.group(1).stripIndent().strip())
                .toList();
    }

    private static List<String> quoted(Function<MatchResult, String> part) throws IOException {
        return QUOTED.matcher(Files.readString(DOCUMENT))
                .results()
                .map(match -> String.valueOf(part.apply(match)))
                .toList();
    }
}

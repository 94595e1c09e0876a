package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SnippetTests {

    private static final Pattern REGION = Pattern.compile("(?s)// snippet: \\S+\\n(.*?)\\n *// end");

    private static final Pattern QUOTED = Pattern.compile("(?s)```java\\n(.*?)\\n```");

    @Test
    void documentQuotesCodeThatCompiles() throws IOException {
        assertThat(blocks(QUOTED, "../docs/spring-boot.md"))
                .isEqualTo(blocks(REGION, "src/test/java/io/github/reactorchutes/spring/docs/Snippets.java"));
    }

    private static List<String> blocks(Pattern pattern, String file) throws IOException {
        return pattern.matcher(Files.readString(Path.of(file)))
                .results()
                .map((MatchResult match) -> match.group(1).stripIndent().strip())
                .toList();
    }
}

package io.github.reactorchutes.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)|<img src=\"([^\"]+)\"|<(https?:[^>]+)>");

    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$|`[^`\\n]*`");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(ROOT::relativize)
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void leadSomewhere(Path page) {
        assertThat(links(ROOT.resolve(page)))
                .allSatisfy(link ->
                        assertThat(leads(ROOT.resolve(page), link)).as(link).isTrue());
    }

    @Test
    void reachEveryPageFromTheIndex() throws IOException {
        Set<Path> reached = new HashSet<>();
        Deque<Path> next = new ArrayDeque<>(List.of(ROOT.resolve("docs/README.md")));
        while (!next.isEmpty()) {
            Path page = next.pop();
            if (reached.add(page) && page.toString().endsWith(".md")) {
                links(page).stream().filter(LinkTests::isRelative).forEach(link -> next.push(target(page, link)));
            }
        }

        assertThat(reached).containsAll(pages().stream().map(ROOT::resolve).toList());
    }

    private static boolean leads(Path page, String link) {
        if (!isRelative(link)) {
            return URI.create(link).getHost() != null;
        }
        Path target = target(page, link);
        String anchor = URI.create(link).getFragment();
        return Files.exists(target)
                && target.startsWith(ROOT)
                && (anchor == null || anchors(target).contains(anchor));
    }

    private static boolean isRelative(String link) {
        return !URI.create(link).isAbsolute();
    }

    private static Path target(Path page, String link) {
        String path = URI.create(link).getPath();
        return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    private static List<String> links(Path page) {
        return LINK.matcher(CODE.matcher(read(page)).replaceAll(""))
                .results()
                .map(match -> Stream.of(1, 2, 3)
                        .map(match::group)
                        .filter(group -> group != null)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map((MatchResult heading) -> heading.group(1)
                        .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .toList();
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

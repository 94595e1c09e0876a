package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application inherits stays small: all else is optional, or of the tests. */
class InheritedDependenciesTests {

    private static final Pattern DEPENDENCY = Pattern.compile("(?s)<dependency>(.*?)</dependency>");

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>([a-z][a-z0-9-]+)</artifactId>");

    private static final List<String> INHERITED =
            List.of("reactor-chutes-core", "spring-boot-starter", "jspecify", "resilience4j-micrometer");

    @Test
    void areFewAndListed() throws IOException {
        List<String> inherited = inherited("pom.xml").stream()
                .map(InheritedDependenciesTests::artifact)
                .toList();
        assertThat(inherited).containsExactlyInAnyOrderElementsOf(INHERITED);
        String document = Files.readString(Path.of("../docs/spring-boot.md"));
        assertThat(INHERITED)
                .allSatisfy(
                        artifact -> assertThat(document).containsPattern("[+\\\\]- [a-z0-9.]+:" + artifact + "\\b"));
    }

    /** Where our path to an artifact is the nearest, an exclusion removes jars that another library needs. */
    @ParameterizedTest
    @ValueSource(strings = {"reactor-chutes-core", "reactor-chutes-test", "reactor-chutes-spring-starter"})
    void excludeNothingThatAnotherLibraryMayNeed(String module) throws IOException {
        assertThat(inherited("../" + module + "/pom.xml"))
                .isNotEmpty()
                .allSatisfy(dependency -> assertThat(dependency).doesNotContain("<exclusion>"));
    }

    private static List<String> inherited(String pom) throws IOException {
        return DEPENDENCY
                .matcher(Files.readString(Path.of(pom)).replaceAll("(?s)<profiles>.*", ""))
                .results()
                .map(dependency -> dependency.group(1))
                .filter(text -> !text.contains("<optional>true") && !text.contains("<scope>test"))
                .toList();
    }

    private static String artifact(String dependency) {
        return ARTIFACT.matcher(dependency).results().findFirst().orElseThrow().group(1);
    }
}

package io.github.reactorchutes.spring.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublishedJarsIT {

    private static final Path ROOT = Path.of("..");

    @ParameterizedTest
    @CsvSource({
        "reactor-chutes-core, io.github.reactorchutes",
        "reactor-chutes-jobs, io.github.reactorchutes.jobs",
        "reactor-chutes-spring-starter, io.github.reactorchutes.spring",
        "reactor-chutes-test, io.github.reactorchutes.test"
    })
    void nameTheirModule(String artifact, String module) throws IOException {
        try (JarFile jar = new JarFile(PublishedJars.of(artifact).toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo(module);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reactor-chutes-core",
                "reactor-chutes-jobs",
                "reactor-chutes-spring-starter",
                "reactor-chutes-test"
            })
    void carryTheirLicence(String artifact) throws IOException {
        assertThat(entry(artifact, "META-INF/LICENSE")).isEqualTo(Files.readString(ROOT.resolve("LICENSE")));
        assertThat(entry(artifact, "META-INF/NOTICE")).isEqualTo(Files.readString(ROOT.resolve("NOTICE")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "reactor-chutes-core",
                "reactor-chutes-jobs",
                "reactor-chutes-spring-starter",
                "reactor-chutes-test"
            })
    void tellNothingOfTheirBuild(String artifact) throws IOException {
        assertThat(entry(artifact, "META-INF/maven/io.github.reactorchutes/" + artifact + "/pom.xml"))
                .contains("<licenses>", "<scm", "<developers>", "<dependencies>")
                .doesNotContain("<parent>", "<dependencyManagement>", "<build>", "<properties>", "${", ">test</scope>");
    }

    @Test
    void areAllInTheBom() throws IOException {
        String bom = Files.readString(ROOT.resolve("reactor-chutes-bom/pom.xml"));

        assertThat(Pattern.compile("<artifactId>(.*)</artifactId>")
                        .matcher(bom.substring(bom.indexOf("<dependencyManagement>"), bom.indexOf("<build>")))
                        .results()
                        .map((MatchResult match) -> match.group(1)))
                .containsExactly(
                        "reactor-chutes-core",
                        "reactor-chutes-jobs",
                        "reactor-chutes-spring-starter",
                        "reactor-chutes-test");
    }

    private static String entry(String artifact, String name) throws IOException {
        try (JarFile jar = new JarFile(PublishedJars.of(artifact).toFile());
                InputStream content = jar.getInputStream(jar.getEntry(name))) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

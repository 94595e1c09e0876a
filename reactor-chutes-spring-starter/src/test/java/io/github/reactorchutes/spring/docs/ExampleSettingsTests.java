package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Metadata;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** An application starts with each example of the documents, which has no setting that does not exist. */
class ExampleSettingsTests {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(chutes:\\n.*?)\\n```");

    private static final Pattern OF_A_CLIENT = Pattern.compile("chutes\\.clients\\.[^.]+\\.");

    static Stream<Arguments> examples() {
        return Stream.of("README.md", "docs/configuration.md", "docs/spring-boot.md")
                .flatMap(page -> YAML.matcher(read(page)).results().map(block -> Arguments.of(page, block.group(1))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void areRight(String page, String yaml, @TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), Contexts.SECRET);
        String here = yaml.replaceAll("/run/secrets/\\w+", token.toString()).replace("/var/lib", folder.toString());
        List<PropertySource<?>> sources =
                new YamlPropertySourceLoader().load(page, new ByteArrayResource(here.getBytes(StandardCharsets.UTF_8)));

        assertThat(names(sources)).isNotEmpty().isSubsetOf(known());
        Contexts.bare()
                .withPropertyValues("ACCOUNT_ONE=one", "ACCOUNT_TWO=two")
                .withInitializer(
                        context -> sources.forEach(context.getEnvironment().getPropertySources()::addLast))
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static Set<String> names(List<PropertySource<?>> sources) {
        return sources.stream()
                .flatMap(source -> Stream.of(((EnumerablePropertySource<?>) source).getPropertyNames()))
                .map(name -> OF_A_CLIENT.matcher(name).replaceFirst("chutes."))
                .collect(Collectors.toSet());
    }

    private static Set<String> known() {
        return Metadata.all().stream().map(Metadata::name).collect(Collectors.toSet());
    }

    private static String read(String page) {
        try {
            return Files.readString(Path.of("..", page));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

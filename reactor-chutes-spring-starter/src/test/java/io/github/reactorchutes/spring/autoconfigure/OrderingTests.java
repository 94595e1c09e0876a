package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Contexts;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.ClassUtils;

class OrderingTests {

    private static final Set<String> LISTED =
            new TreeSet<>(ImportCandidates.load(AutoConfiguration.class, OrderingTests.class.getClassLoader())
                    .getCandidates());

    static List<Class<?>> ours() {
        return LISTED.stream()
                .filter(name -> name.startsWith("io.github.reactorchutes."))
                .<Class<?>>map(name -> ClassUtils.resolveClassName(name, null))
                .toList();
    }

    /** Boot ignores a name that does not exist, so that a moved class would go unnoticed. */
    @ParameterizedTest
    @MethodSource("ours")
    void everyNameThatOneComesAfterExists(Class<?> ours) {
        AutoConfiguration declared = Objects.requireNonNull(ours.getAnnotation(AutoConfiguration.class));
        Stream<String> classes = Stream.of(declared.before(), declared.after())
                .flatMap(Arrays::stream)
                .map(Class::getName);
        Stream<String> names =
                Stream.of(declared.beforeName(), declared.afterName()).flatMap(Arrays::stream);
        assertThat(Stream.concat(classes, names))
                .allSatisfy(name -> assertThat(LISTED).contains(name));
    }

    @Test
    void beansAreTheSameHoweverTheyAreListed() {
        assertThat(ours()).hasSize(8);
        assertThat(beans(Contexts.withToken()))
                .containsAll(beans(new ApplicationContextRunner()
                        .withConfiguration(org.springframework.boot.autoconfigure.AutoConfigurations.of(
                                ours().toArray(Class<?>[]::new)))
                        .withPropertyValues("chutes.api-token=" + Contexts.SECRET)));
    }

    private static Set<String> beans(ApplicationContextRunner runner) {
        Set<String> beans = new TreeSet<>();
        runner.run(context -> {
            assertThat(context).hasSingleBean(ChutesClient.class);
            beans.addAll(List.of(context.getBeanDefinitionNames()));
        });
        return beans;
    }
}

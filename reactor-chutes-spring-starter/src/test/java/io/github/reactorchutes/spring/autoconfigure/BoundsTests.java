package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Bounds;
import io.github.reactorchutes.spring.fixture.Contexts;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What docs/configuration.md says of the values of each setting. */
class BoundsTests {

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource
    void noApplicationStartsWithAValueOutOfBounds(String setting, String value) {
        with(setting, value)
                .run(context -> assertThat(context.getStartupFailure())
                        .as(setting + "=" + value)
                        .isNotNull()
                        .satisfies(error -> assertThat(problem(error).description())
                                .contains(setting)
                                .doesNotContainPattern("\\b[a-z]+[A-Z]")));
    }

    static Stream<Arguments> noApplicationStartsWithAValueOutOfBounds() {
        return values(Bounds::refused);
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource
    void anApplicationStartsWithAValueAtTheEdge(String setting, String value) {
        with(setting, value).run(context -> assertThat(context).hasNotFailed());
    }

    static Stream<Arguments> anApplicationStartsWithAValueAtTheEdge() {
        return values(Bounds::accepted);
    }

    private static Stream<Arguments> values(Function<Bounds, List<String>> kind) {
        return Bounds.all().entrySet().stream()
                .flatMap(bound ->
                        kind.apply(bound.getValue()).stream().map(value -> Arguments.of(bound.getKey(), value)));
    }

    private static ApplicationContextRunner with(String setting, String value) {
        ApplicationContextRunner runner =
                setting.endsWith("token") || setting.endsWith("token-file") ? Contexts.bare() : Contexts.withToken();
        return runner.withPropertyValues("chutes.http.proxy.host=localhost", "chutes.http.proxy.port=3128")
                .withPropertyValues(setting + "=" + value.replace("''", ""));
    }

    private static ConfigurationProblem problem(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(ConfigurationProblem.class::isInstance)
                .map(ConfigurationProblem.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such problem", error));
    }
}

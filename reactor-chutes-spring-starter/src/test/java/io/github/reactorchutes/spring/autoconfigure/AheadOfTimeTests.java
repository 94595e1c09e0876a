package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.properties.BackoffProperties;
import io.github.reactorchutes.spring.properties.ChutesProperties;
import io.github.reactorchutes.spring.properties.ClientProperties;
import io.github.reactorchutes.spring.properties.EndpointProperties;
import io.github.reactorchutes.spring.properties.ProxyProperties;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

class AheadOfTimeTests {

    private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

    @ParameterizedTest
    @ValueSource(
            classes = {
                ChutesProperties.class,
                ClientProperties.class,
                BackoffProperties.class,
                EndpointProperties.class,
                ProxyProperties.class
            })
    void settingsCanBeBound(Class<?> type) {
        RuntimeHints hints = process();
        assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
        for (var method : type.getDeclaredMethods()) {
            if (method.getName().startsWith("set")) {
                assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                        .as(method.toString())
                        .accepts(hints);
            }
        }
    }

    @Test
    void clientIsThereWithoutATokenAtBuildTime() {
        process();
        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                .anyMatch(name -> name.endsWith("ChutesAutoConfiguration__BeanDefinitions.java"));
        assertThat(files.getGeneratedFiles(Kind.SOURCE).values())
                .anySatisfy(source -> assertThat(source.getInputStream())
                        .asString(StandardCharsets.UTF_8)
                        .contains("getChutesClientBeanDefinition"));
    }

    private RuntimeHints process() {
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get("app", "App")), files);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.register(ChutesAutoConfiguration.class);
            new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
            generation.writeGeneratedContent();
        }
        return generation.getRuntimeHints();
    }
}

package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Contexts;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The beans that an application gets, by name and type: none that it or another library could take for its own. */
class BeansTests {

    private static final Map<String, String> ALWAYS = Map.of(
            "chutesRegistries", "Registries",
            "chutesClientFactory", "ClientFactory",
            "chutesClients", "ManagedClients",
            "chutesClientBuilder", "Builder",
            "chutesClient", "ChutesClient",
            "chutesEventLoops", "HostEventLoops",
            "chutesCallObservations", "CallObservations",
            "chutesHealthContributor", "ReactiveHealthContributor",
            "chutesSecrets", "SanitizingFunction",
            "chutes-io.github.reactorchutes.spring.properties.ChutesProperties", "ChutesProperties");

    private static final Map<String, String> WITH_METERS = Map.of(
            "chutesMeteredCalls", "MeteredCalls",
            "chutesMeterDescriptions", "ChutesMeterDescriptions",
            "chutesMeterObservationHandler", "ChutesMeterObservationHandler",
            "chutesClientMeters", "ClientMeters");

    @Test
    void areTheseWithNothingElse() {
        Contexts.withToken().run(context -> assertThat(beans(source(context))).isEqualTo(ALWAYS));
    }

    @Test
    void areTheseWithTheActuator() {
        Map<String, String> all = new TreeMap<>(ALWAYS);
        all.putAll(WITH_METERS);
        all.put("chutesEndpoint", "ChutesEndpoint");
        withActuator().run(context -> assertThat(beans(source(context))).isEqualTo(all));
    }

    @Test
    void areTheseWithJobs(@TempDir Path folder) {
        Map<String, String> all = new TreeMap<>(ALWAYS);
        all.put("chutesJobs", "ChutesJobs");
        all.put("chutesJobsLifecycle", "JobsLifecycle");
        all.put("chutesJobsWatch", "JobsWatch");
        all.put("chutesJobsHealthIndicator", "ReactiveHealthIndicator");
        all.put("chutesJobsMeters", "JobsMeters");
        Contexts.withToken()
                .withPropertyValues("chutes.jobs.enabled=true", "chutes.jobs.directory=" + folder)
                .run(context -> assertThat(beans(source(context))).isEqualTo(all));
    }

    private static ApplicationContextRunner withActuator() {
        return Contexts.withToken()
                .withBean("meters", MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean("observations", ObservationRegistry.class, ObservationRegistry::create)
                .withPropertyValues("management.endpoints.web.exposure.include=chutes");
    }

    private static ConfigurableApplicationContext source(AssertableApplicationContext context) {
        return context.getSourceApplicationContext(ConfigurableApplicationContext.class);
    }

    /** Those of ours, but for the classes that declare them. */
    private static Map<String, String> beans(ConfigurableApplicationContext context) {
        Map<String, String> beans = new TreeMap<>();
        Arrays.stream(context.getBeanDefinitionNames())
                .filter(name -> name.startsWith("chutes") || isOfOurs(context, name))
                .forEach(name -> beans.put(name, declaredType(context, name)));
        return beans;
    }

    private static boolean isOfOurs(ConfigurableApplicationContext context, String name) {
        Class<?> type = context.getType(name);
        return type != null
                && type.getName().startsWith("io.github.reactorchutes.")
                && context.findAnnotationOnBean(name, Configuration.class) == null;
    }

    /** What the application sees, which may be an interface of what is there. */
    private static String declaredType(ConfigurableApplicationContext context, String name) {
        RootBeanDefinition definition =
                (RootBeanDefinition) context.getBeanFactory().getMergedBeanDefinition(name);
        Method factory = definition.getResolvedFactoryMethod();
        return factory == null
                ? String.valueOf(definition.getBeanClassName()).replaceAll(".*\\.", "")
                : factory.getReturnType().getSimpleName();
    }
}

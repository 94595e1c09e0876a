package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.spring.AutoConfigureChutesEmulator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

/** Test classes that JUnit runs at the same time: those with one context share its emulator, others have their own. */
class ParallelContextsTests {

    private static final int CLASSES = 3;

    private static final int ROUNDS = 3;

    private static final CyclicBarrier together = new CyclicBarrier(CLASSES);

    private static final Map<Class<?>, ChutesEmulator> emulators = new ConcurrentHashMap<>();

    @Test
    void keepTheirEmulators() {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(First.class), selectClass(SharesWithFirst.class), selectClass(Other.class))
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.classes.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(CLASSES))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, summary);
        assertThat(summary.getSummary().getFailures()).isEmpty();
        assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(CLASSES * ROUNDS);
        assertThat(emulators.get(SharesWithFirst.class)).isSameAs(emulators.get(First.class));
        assertThat(emulators.get(Other.class)).isNotSameAs(emulators.get(First.class));
        assertThat(requests(First.class)).isEqualTo(2 * ROUNDS);
        assertThat(requests(Other.class)).isEqualTo(ROUNDS);
    }

    private static int requests(Class<?> test) {
        return Objects.requireNonNull(emulators.get(test)).requestCount();
    }

    @SpringBootTest(classes = App.class, webEnvironment = SpringBootTest.WebEnvironment.NONE)
    @AutoConfigureChutesEmulator(resetBeforeEachTest = false)
    abstract static class Streaming {

        @RepeatedTest(ROUNDS)
        void streams(@Autowired ChutesClient client, @Autowired ChutesEmulator emulator)
                throws InterruptedException, BrokenBarrierException, TimeoutException {
            together.await(20, TimeUnit.SECONDS);
            emulators.put(getClass(), emulator);
            assertThat(Videos.generate(client)).isPositive();
        }
    }

    static class First extends Streaming {}

    static class SharesWithFirst extends Streaming {}

    @SpringBootTest(
            classes = App.class,
            webEnvironment = SpringBootTest.WebEnvironment.NONE,
            properties = "chutes.deadline=5m")
    static class Other extends Streaming {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}

package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerAutoConfiguration;
import io.github.resilience4j.springboot.circuitbreaker.autoconfigure.CircuitBreakerMetricsAutoConfiguration;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterAutoConfiguration;
import io.github.resilience4j.springboot.ratelimiter.autoconfigure.RateLimiterMetricsAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Beside Resilience4j's own starter. */
@ExtendWith(OutputCaptureExtension.class)
class Resilience4jTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void instancesByNameWin(ChutesEmulator emulator) {
        withResilience4j(emulator)
                .withPropertyValues(
                        "resilience4j.circuitbreaker.instances.chutes-text-to-video.sliding-window-size=42",
                        "resilience4j.ratelimiter.instances.chutes.limit-for-period=7",
                        "resilience4j.ratelimiter.instances.chutes.limit-refresh-period=1s",
                        "chutes.circuit-breaker.sliding-window-size=33")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    CircuitBreaker breaker =
                            context.getBean(CircuitBreakerRegistry.class).circuitBreaker("chutes-text-to-video");
                    assertThat(breaker.getCircuitBreakerConfig().getSlidingWindowSize())
                            .isEqualTo(42);
                    assertThat(breaker.getMetrics().getNumberOfSuccessfulCalls())
                            .isEqualTo(1);
                    assertThat(context.getBean(RateLimiterRegistry.class)
                                    .rateLimiter("chutes")
                                    .getRateLimiterConfig()
                                    .getLimitForPeriod())
                            .isEqualTo(7);
                });
    }

    @Test
    void ownSettingsWinOverItsDefaults(ChutesEmulator emulator) {
        withResilience4j(emulator)
                .withPropertyValues(
                        "resilience4j.circuitbreaker.configs.default.sliding-window-size=7",
                        "chutes.circuit-breaker.sliding-window-size=33")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(context.getBean(CircuitBreakerRegistry.class).getAllCircuitBreakers())
                            .singleElement()
                            .satisfies(breaker -> {
                                assertThat(breaker.getName()).isEqualTo("chutes-text-to-video");
                                assertThat(breaker.getCircuitBreakerConfig().getSlidingWindowSize())
                                        .isEqualTo(33);
                            });
                });
    }

    @Test
    void itsMetersAreBoundOnce(ChutesEmulator emulator, CapturedOutput output) {
        withResilience4j(emulator).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("resilience4j.circuitbreaker.buffered.calls")
                            .tag("name", "chutes-text-to-video")
                            .tag("kind", "successful")
                            .gauges())
                    .hasSize(1);
            assertThat(meters.get("resilience4j.ratelimiter.available.permissions")
                            .tag("name", "chutes")
                            .gauges())
                    .hasSize(1);
        });
        assertThat(output).doesNotContain("already been registered");
    }

    private static ApplicationContextRunner withResilience4j(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        CircuitBreakerAutoConfiguration.class,
                        CircuitBreakerMetricsAutoConfiguration.class,
                        RateLimiterAutoConfiguration.class,
                        RateLimiterMetricsAutoConfiguration.class));
    }
}

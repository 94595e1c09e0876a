package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.core.registry.EntryAddedEvent;
import io.github.resilience4j.core.registry.EntryRemovedEvent;
import io.github.resilience4j.core.registry.EntryReplacedEvent;
import io.github.resilience4j.core.registry.RegistryEventConsumer;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class RegistriesTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void usesTheRegistriesOfTheHost(ChutesEmulator emulator) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
        Contexts.calling(emulator)
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .withBean(RateLimiterRegistry.class, () -> limiters)
                .withPropertyValues(
                        "chutes.clients.tenant-a.api-token=another",
                        "chutes.clients.tenant-a.circuit-breaker.scope=client",
                        "chutes.circuit-breaker.sliding-window-size=33")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    Videos.generate(context.getBean(ChutesClients.class).get("tenant-a"));
                    assertThat(breakers.getAllCircuitBreakers())
                            .extracting(CircuitBreaker::getName)
                            .containsExactlyInAnyOrder("chutes-text-to-video", "chutes-tenant-a");
                    assertThat(breakers.circuitBreaker("chutes-text-to-video")
                                    .getCircuitBreakerConfig()
                                    .getSlidingWindowSize())
                            .isEqualTo(33);
                    assertThat(limiters.getAllRateLimiters())
                            .extracting(RateLimiter::getName)
                            .containsExactlyInAnyOrder("chutes", "chutes-tenant-a");
                });
    }

    @Test
    void tellsAClientThatIsNamedLikeAnEndpointFromTheEndpoint(ChutesEmulator emulator) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        RateLimiterRegistry limiters = RateLimiterRegistry.ofDefaults();
        Contexts.calling(emulator)
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .withBean(RateLimiterRegistry.class, () -> limiters)
                .withPropertyValues("chutes.clients.text-to-video.api-token=another")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    Videos.generate(context.getBean(ChutesClients.class).get("text-to-video"));
                    assertThat(breakers.getAllCircuitBreakers())
                            .extracting(CircuitBreaker::getName)
                            .containsExactlyInAnyOrder("chutes-text-to-video", "chutes-text-to-video-text-to-video");
                    assertThat(limiters.getAllRateLimiters())
                            .extracting(RateLimiter::getName)
                            .containsExactlyInAnyOrder("chutes", "chutes-text-to-video");
                });
    }

    @Test
    void keepsWhatTheHostDeclaredUnderTheName(ChutesEmulator emulator) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        breakers.circuitBreaker(
                "chutes-text-to-video",
                CircuitBreakerConfig.custom().slidingWindowSize(42).build());
        Contexts.calling(emulator)
                .withBean(CircuitBreakerRegistry.class, () -> breakers)
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(breakers.circuitBreaker("chutes-text-to-video")
                                    .getMetrics()
                                    .getNumberOfSuccessfulCalls())
                            .isEqualTo(1);
                });
    }

    @Test
    void tellsTheConsumersOfTheHostOfItsOwn(ChutesEmulator emulator) {
        Contexts.calling(emulator).withUserConfiguration(Consumer.class).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(context.getBean(Consumer.class).added).containsExactly("chutes-text-to-video");
        });
    }

    @Test
    void takesItsOwnWhereTheHostHasNoneOrSeveral(CapturedOutput output) {
        Contexts.withToken().run(context -> assertThat(context).doesNotHaveBean(CircuitBreakerRegistry.class));
        Contexts.withToken()
                .withBean("one", CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
                .withBean("two", CircuitBreakerRegistry.class, CircuitBreakerRegistry::ofDefaults)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).containsOnlyOnce("several beans of type CircuitBreakerRegistry");
    }

    @Configuration(proxyBeanMethods = false)
    static class Consumer {

        private final List<String> added = new ArrayList<>();

        @Bean
        RegistryEventConsumer<CircuitBreaker> consumer() {
            return new RegistryEventConsumer<>() {
                @Override
                public void onEntryAddedEvent(EntryAddedEvent<CircuitBreaker> event) {
                    added.add(event.getAddedEntry().getName());
                }

                @Override
                public void onEntryRemovedEvent(EntryRemovedEvent<CircuitBreaker> event) {}

                @Override
                public void onEntryReplacedEvent(EntryReplacedEvent<CircuitBreaker> event) {}
            };
        }
    }
}

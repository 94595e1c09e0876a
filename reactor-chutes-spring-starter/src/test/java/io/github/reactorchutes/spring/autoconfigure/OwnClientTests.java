package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesNotSentException;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.actuate.ChutesEndpoint;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** An application that declares its own client. */
class OwnClientTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int SIZE = 40_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void nothingReportsAClientThatNobodyCalls(ChutesEmulator emulator) {
        with(Foreign.class, emulator)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("management.endpoints.web.exposure.include=chutes")
                .run(context -> {
                    assertThat(context.getBean(ChutesClients.class).names()).isEmpty();
                    assertThat(context.getBeanProvider(ReactiveHealthContributor.class).stream())
                            .isEmpty();
                    assertThat(context.getBean(ChutesEndpoint.class).clients()).isEqualTo(Map.of("clients", Map.of()));
                    context.getBean(ClientMeters.class).bindTo(context.getBean(MeterRegistry.class));
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .filteredOn(meter -> meter.getId().getTag("chutes.client") != null)
                            .isEmpty();
                });
    }

    @Test
    void namedClientsStayReported(ChutesEmulator emulator) {
        with(OwnClient.class, emulator)
                .withPropertyValues("chutes.clients.acme.deadline=5m")
                .run(context -> {
                    assertThat(context.getBean(ChutesClients.class).names()).containsExactly("acme");
                    assertThat(context).hasBean("chutesHealthContributor");
                });
    }

    @Test
    void aStreamOfTheOwnClientEndsBeforeTheContextCloses(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).drip(SIZE / 20, Duration.ofMillis(50)));
        with(OwnClient.class, emulator).run(context -> {
            ChutesClient client = context.getBean(ChutesClient.class);
            Mono<Long> size = LifecycleTests.streaming(client, emulator);
            source(context).close();
            StepVerifier.create(size).expectNext((long) SIZE).expectComplete().verify(SOON);
            StepVerifier.create(client.textToVideo(Videos.FOX))
                    .expectError(ChutesNotSentException.class)
                    .verify(SOON);
        });
    }

    @Test
    void theOwnClientWorksAgainAfterAStop(ChutesEmulator emulator) {
        with(OwnClient.class, emulator).run(context -> {
            source(context).stop();
            source(context).start();
            assertThat(Videos.generate(context.getBean(ChutesClient.class))).isPositive();
        });
    }

    @Test
    void aClientThatTheApplicationClosesItselfStaysOpen(ChutesEmulator emulator) {
        with(Shared.class, emulator).run(context -> {
            ChutesClient client = context.getBean(ChutesClient.class);
            source(context).close();
            assertThat(Videos.generate(client)).isPositive();
            client.close();
        });
    }

    private static ApplicationContextRunner with(Class<?> configuration, ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withPropertyValues("chutes.verify-video=false")
                .withUserConfiguration(configuration);
    }

    private static ConfigurableApplicationContext source(AssertableApplicationContext context) {
        return context.getSourceApplicationContext(ConfigurableApplicationContext.class);
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnClient {

        @Bean
        ChutesClient own(ChutesClient.Builder builder) {
            return builder.build();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Foreign {

        @Bean
        ChutesClient own() {
            return ChutesClient.create("own");
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Shared {

        @Bean(destroyMethod = "")
        ChutesClient own(ChutesClient.Builder builder) {
            return builder.build();
        }
    }
}

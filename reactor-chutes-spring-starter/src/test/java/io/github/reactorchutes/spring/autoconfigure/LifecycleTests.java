package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.client.ReactorResourceFactory;
import reactor.core.publisher.Mono;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

@ExtendWith(OutputCaptureExtension.class)
class LifecycleTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final int SIZE = 40_000;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void stopsAfterTheWebServerAndBeforeTheEventLoops() {
        assertThat(ManagedClients.PHASE)
                .isLessThan(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE)
                .isLessThan(WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE)
                .isGreaterThan(new ReactorResourceFactory().getPhase());
    }

    @Test
    void letsAStreamEndWhenTheContextCloses(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).drip(SIZE / 20, Duration.ofMillis(50)));
        withHostLoops(emulator).run(context -> {
            Mono<Long> size = streaming(context.getBean(ChutesClient.class), emulator);
            context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                    .close();
            StepVerifier.create(size).expectNext((long) SIZE).expectComplete().verify(SOON);
        });
    }

    @Test
    void endsAStreamThatOutlivesTheTimeout(ChutesEmulator emulator) {
        emulator.enqueue(Reply.videoOfSize(SIZE).stallAfter(SIZE / 2));
        withHostLoops(emulator)
                .withPropertyValues("chutes.shutdown.timeout=200ms")
                .run(context -> {
                    Mono<Long> size = streaming(context.getBean(ChutesClient.class), emulator);
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                            .close();
                    StepVerifier.create(size)
                            .expectErrorSatisfies(error -> assertThat(error)
                                    .isInstanceOfSatisfying(
                                            ChutesBodyException.class,
                                            broken -> assertThat(broken.reason())
                                                    .isEqualTo(ChutesBodyException.Reason.CLIENT_CLOSED)))
                            .verify(SOON);
                    emulator.awaitOpenConnections(0, SOON);
                });
    }

    @Test
    void reportsHowManyCallsWereCutAndThatTheyCost(ChutesEmulator emulator, CapturedOutput output) {
        emulator.enqueue(Reply.videoOfSize(SIZE).stallAfter(SIZE / 2), Reply.silent());
        withHostLoops(emulator)
                .withPropertyValues("chutes.shutdown.timeout=200ms", "chutes.concurrency.max-calls=2")
                .run(context -> {
                    ChutesClient client = context.getBean(ChutesClient.class);
                    streaming(client, emulator).subscribe(size -> {}, error -> {});
                    emulator.takeRequest(SOON);
                    client.textToVideo(Videos.FOX).subscribe(video -> {}, error -> {});
                    emulator.takeRequest(SOON);
                    client.textToVideo(Videos.FOX).subscribe(video -> {}, error -> {});
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class)
                            .close();
                });
        assertThat(output)
                .containsOnlyOnce("Cut off 2 calls to Chutes that did not end within PT0.2S (by client: {default=2})")
                .contains("probably billed");
    }

    @Test
    void warnsOfATimeoutThatSpringDoesNotGrant(ChutesEmulator emulator, CapturedOutput output) {
        Contexts.calling(emulator).run(context -> assertThat(output).doesNotContain("chutes.shutdown.timeout"));
        Contexts.calling(emulator)
                .withPropertyValues("chutes.shutdown.timeout=31s")
                .run(context -> assertThat(output)
                        .contains("chutes.shutdown.timeout is PT31S, more than"
                                + " spring.lifecycle.timeout-per-shutdown-phase, which is PT30S"));
        Contexts.calling(emulator)
                .withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=10s")
                .run(context -> assertThat(output).contains("which is PT10S"));
    }

    @Test
    void worksAgainAfterAStopAndAPause(ChutesEmulator emulator) {
        withHostLoops(emulator).run(context -> {
            ConfigurableApplicationContext source =
                    context.getSourceApplicationContext(ConfigurableApplicationContext.class);
            ChutesClient client = context.getBean(ChutesClient.class);
            assertThat(Videos.generate(client)).isPositive();
            source.stop();
            assertThat(context.getBean(ManagedClients.class).isRunning()).isFalse();
            source.start();
            assertThat(context.getBean(ManagedClients.class).isRunning()).isTrue();
            assertThat(Videos.generate(client)).isPositive();
            source.pause();
            assertThat(context.getBean(ManagedClients.class).isRunning()).isFalse();
            source.restart();
            assertThat(Videos.generate(client)).isPositive();
        });
    }

    @Test
    void closesOnceAndForAll(ChutesEmulator emulator) {
        Contexts.calling(emulator).run(context -> {
            ManagedClients clients = context.getBean(ManagedClients.class);
            clients.stop();
            clients.stop();
            clients.destroy();
            clients.destroy();
            clients.stop(() -> {});
        });
    }

    /** What pool and TLS cost at the start is for the first call to pay. */
    @Test
    void startsWithoutAConnectionPool(ChutesEmulator emulator) {
        AtomicInteger made = new AtomicInteger();
        ChutesClientBuilderCustomizer counting = (builder, client) -> builder.httpClient(http -> {
            made.incrementAndGet();
            return http;
        });
        Contexts.calling(emulator)
                .withBean(ChutesClientBuilderCustomizer.class, () -> counting)
                .run(context -> {
                    assertThat(context.getBean(ChutesClients.class).status(ChutesClients.DEFAULT))
                            .isNotNull();
                    assertThat(made).hasValue(0);
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(made).hasValue(1);
                });
    }

    @Test
    void runsOnTheEventLoopsOfTheHost(ChutesEmulator emulator) {
        withHostLoops(emulator).run(context -> {
            Mono<String> thread = context.getBean(ChutesClient.class)
                    .textToVideo(Videos.FOX)
                    .flatMap(video -> Videos.size(video)
                            .map(size -> Thread.currentThread().getName()));
            assertThat(Videos.block(thread)).startsWith("hosts-loops-");
        });
    }

    private static ApplicationContextRunner withHostLoops(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withPropertyValues("chutes.verify-video=false")
                .withBean(ReactorResourceFactory.class, () -> {
                    ReactorResourceFactory resources = new ReactorResourceFactory();
                    resources.setUseGlobalResources(false);
                    resources.setLoopResourcesSupplier(() -> LoopResources.create("hosts-loops"));
                    return resources;
                });
    }

    /** Begin to read a video, and return its size as soon as the first bytes were read. */
    static Mono<Long> streaming(ChutesClient client, ChutesEmulator emulator) {
        Mono<Long> size = Videos.block(client.textToVideo(Videos.FOX).map(video -> {
            Mono<Long> shared = Videos.size(video).cache();
            shared.subscribe(bytes -> {}, error -> {});
            return shared;
        }));
        assertThat(emulator.openConnections()).isEqualTo(1);
        return size;
    }
}

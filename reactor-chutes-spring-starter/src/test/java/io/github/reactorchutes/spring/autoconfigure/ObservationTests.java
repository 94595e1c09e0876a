package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.observation.ChutesCallObservationConvention;
import io.github.reactorchutes.observation.ChutesMeterObservationHandler;
import io.github.reactorchutes.observation.ChutesMetrics;
import io.github.reactorchutes.observation.ChutesTimerObservationHandler;
import io.github.reactorchutes.observation.DefaultChutesCallObservationConvention;
import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.ChutesClients;
import io.github.reactorchutes.spring.fixture.Contexts;
import io.github.reactorchutes.spring.fixture.Videos;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationTextPublisher;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.opentelemetry.autoconfigure.OpenTelemetrySdkAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ObservationTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void measuresEachCallOnceWithWhatTheActuatorBrings(ChutesEmulator emulator, CapturedOutput output) {
        withActuator(emulator).run(context -> {
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            Videos.generate(context.getBean(ChutesClient.class));
            for (String timer : List.of("chutes.client.call", "chutes.client.attempt", "chutes.client.first.byte")) {
                assertThat(meters.get(timer)
                                .tag("chutes.client", "default")
                                .timer()
                                .count())
                        .as(timer)
                        .isEqualTo(1);
            }
            assertThat(gauge(meters, "chutes.client.connections", "chutes.state", "idle"))
                    .isNotNaN();
            assertThat(gauge(meters, "chutes.client.permits.available", "chutes.client", "default"))
                    .isEqualTo(100);
            assertThat(gauge(meters, "chutes.client.retry.budget", "chutes.client", "default"))
                    .isEqualTo(100);
            assertThat(gauge(meters, "chutes.client.queue", "chutes.limit", "rate"))
                    .isZero();
            assertThat(gauge(meters, "resilience4j.circuitbreaker.state", "name", "chutes-text-to-video"))
                    .isNotNaN();
            assertThat(gauge(meters, "resilience4j.ratelimiter.available.permissions", "name", "chutes"))
                    .isEqualTo(59);
        });
        assertThat(output).doesNotContain("already been registered");
    }

    @Test
    void tellsNamedClientsApart(ChutesEmulator emulator) {
        withActuator(emulator)
                .withPropertyValues(
                        "chutes.clients.acme.api-token=a", "chutes.clients.silent.observation.enabled=false")
                .run(context -> {
                    ChutesClients clients = context.getBean(ChutesClients.class);
                    Videos.generate(clients.get("acme"));
                    Videos.generate(clients.get("silent"));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("chutes.client.call").timers())
                            .singleElement()
                            .satisfies(timer -> assertThat(timer.getId().getTag("chutes.client"))
                                    .isEqualTo("acme"));
                    assertThat(meters.get("chutes.client.connections").gauges())
                            .extracting(gauge -> gauge.getId().getTag("chutes.client"))
                            .containsOnly("default", "acme", "silent");
                    assertThat(meters.get("chutes.client.active.calls").gauges())
                            .extracting(gauge -> gauge.getId().getTag("chutes.client"))
                            .containsOnly("acme");
                });
    }

    @Test
    void canBeSwitchedOff(ChutesEmulator emulator) {
        withActuator(emulator)
                .withPropertyValues("chutes.observation.enabled=false")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    assertThat(context.getBean(MeterRegistry.class).getMeters())
                            .extracting(meter -> meter.getId().getName())
                            .filteredOn(name -> name.startsWith("chutes."))
                            .containsOnly(
                                    "chutes.client.connections",
                                    "chutes.client.permits.available",
                                    "chutes.client.queue",
                                    "chutes.client.retry.budget");
                });
    }

    @Test
    void describesEveryMeter(ChutesEmulator emulator) {
        withActuator(emulator).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(context.getBean(MeterRegistry.class).getMeters())
                    .filteredOn(meter -> meter.getId().getName().startsWith("chutes."))
                    .filteredOn(meter -> !meter.getId().getName().endsWith(".histogram"))
                    .hasSizeGreaterThan(15)
                    .allSatisfy(meter -> assertThat(meter.getId().getDescription())
                            .as(meter.getId().getName())
                            .isNotBlank());
        });
    }

    @Test
    void recordsWhatTheHandlerOfBootWouldRecord(ChutesEmulator emulator) {
        Witness witness = new Witness(new ConcurrentLinkedQueue<>());
        withActuator(emulator).withBean(Witness.class, () -> witness).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(witness.samples()).hasSize(2).doesNotContain(true);
            assertThat(meters(context.getBean(MeterRegistry.class))).isEqualTo(metersByTheDefaultHandler(emulator));
        });
    }

    /** A handler of the application keeps this library's away, because it may have to record these calls. */
    private static Set<String> metersByTheDefaultHandler(ChutesEmulator emulator) {
        Set<String> found = new TreeSet<>();
        withActuator(emulator).withBean(Uninterested.class, Uninterested::new).run(context -> {
            assertThat(context).doesNotHaveBean(ChutesTimerObservationHandler.class);
            Videos.generate(context.getBean(ChutesClient.class));
            found.addAll(meters(context.getBean(MeterRegistry.class)));
        });
        return found;
    }

    /** Sees which observations Boot's handler records, because that leaves its sample in them. */
    private record Witness(Queue<Boolean> samples) implements ObservationHandler<Observation.Context> {

        @Override
        public void onStop(Observation.Context context) {
            samples.add(context.containsKey(Timer.Sample.class));
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }

    private static final class Uninterested implements MeterObservationHandler<Observation.Context> {

        @Override
        public boolean supportsContext(Observation.Context context) {
            return false;
        }
    }

    private static Set<String> meters(MeterRegistry registry) {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("chutes.client."))
                .map(id -> id + " " + id.getType() + " " + id.getDescription())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** How many calls are under way is told without them. */
    @Test
    void leavesOutLongTaskTimersWhereTheyAreIgnored(ChutesEmulator emulator) {
        withActuator(emulator)
                .withPropertyValues("management.metrics.observations.ignored-meters=long-task-timer")
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("chutes.client.call").timer().count()).isEqualTo(1);
                    assertThat(meters.find("chutes.client.call.active").longTaskTimers())
                            .isEmpty();
                    assertThat(gauge(meters, "chutes.client.active.calls", "chutes.stage", "delivering"))
                            .isZero();
                });
    }

    @Test
    void observesInTheRegistryOfTheApplicationWithoutPromptAndToken(ChutesEmulator emulator) {
        TestObservationRegistry registry = TestObservationRegistry.create();
        Queue<String> published = new ConcurrentLinkedQueue<>();
        registry.observationConfig().observationHandler(new ObservationTextPublisher(published::add));
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Contexts.calling(emulator)
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(MeterRegistry.class, () -> meters)
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    TestObservationRegistryAssert.assertThat(registry)
                            .hasNumberOfObservationsWithNameEqualTo("chutes.client.call", 1)
                            .hasNumberOfObservationsWithNameEqualTo("chutes.client.attempt", 1);
                    assertThat(String.join("\n", published))
                            .contains("chutes.endpoint='text-to-video'", "url.full='" + emulator.baseUrl())
                            .doesNotContain("red fox", Contexts.SECRET);
                    assertThat(meters.find("chutes.client.call").timers()).isEmpty();
                });
    }

    @Test
    void measuresWithAMeterRegistryAlone(ChutesEmulator emulator) {
        Contexts.calling(emulator)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(ChutesMeterObservationHandler.class);
                    Videos.generate(context.getBean(ChutesClient.class));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("chutes.client.call").timer().count()).isEqualTo(1);
                    assertThat(meters.get("chutes.client.first.byte").timer().count())
                            .isEqualTo(1);
                });
    }

    @Test
    void observesWithoutMicrometersCore(ChutesEmulator emulator) {
        TestObservationRegistry registry = TestObservationRegistry.create();
        Contexts.calling(emulator)
                .withClassLoader(new FilteredClassLoader("io.micrometer.core"))
                .withBean(ObservationRegistry.class, () -> registry)
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    TestObservationRegistryAssert.assertThat(registry)
                            .hasNumberOfObservationsWithNameEqualTo("chutes.client.call", 1);
                });
    }

    @Test
    void takesTheConventionOfTheApplication(ChutesEmulator emulator) {
        withActuator(emulator)
                .withBean(ChutesCallObservationConvention.class, Renamed::new)
                .run(context -> {
                    Videos.generate(context.getBean(ChutesClient.class));
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("our.videos").timer().count()).isEqualTo(1);
                    assertThat(meters.find("chutes.client.call").timer()).isNull();
                });
    }

    @Test
    void refusesToObserveTwice(ChutesEmulator emulator) {
        withActuator(emulator)
                .withBean(
                        ChutesClientBuilderCustomizer.class,
                        () -> (builder, client) -> builder.filters(ChutesMetrics.of(new SimpleMeterRegistry())))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("The calls of the Chutes client \"default\" would be observed twice"));
    }

    @Test
    void sendsTheTraceAlong(ChutesEmulator emulator) {
        withTraces(emulator).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(emulator.takeRequest(SOON).header("traceparent"))
                    .hasValueSatisfying(parent -> assertThat(parent).matches("00-\\w{32}-\\w{16}-0[13]"));
        });
    }

    /** With a tracer, Boot groups its handlers otherwise. */
    @Test
    void measuresEachCallOnceBesideItsTrace(ChutesEmulator emulator) {
        Witness witness = new Witness(new ConcurrentLinkedQueue<>());
        withTraces(emulator).withBean(Witness.class, () -> witness).run(context -> {
            Videos.generate(context.getBean(ChutesClient.class));
            assertThat(witness.samples()).hasSize(2).doesNotContain(true);
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            assertThat(meters.get("chutes.client.call").timer().count()).isEqualTo(1);
            assertThat(meters.get("chutes.client.attempt").timer().count()).isEqualTo(1);
        });
    }

    private static ApplicationContextRunner withTraces(ChutesEmulator emulator) {
        return withActuator(emulator)
                .withConfiguration(AutoConfigurations.of(
                        OpenTelemetrySdkAutoConfiguration.class,
                        OpenTelemetryTracingAutoConfiguration.class,
                        MicrometerTracingAutoConfiguration.class))
                .withPropertyValues("management.tracing.sampling.probability=1");
    }

    private static double gauge(MeterRegistry meters, String name, String key, String value) {
        return meters.get(name).tag(key, value).gauge().value();
    }

    private static ApplicationContextRunner withActuator(ChutesEmulator emulator) {
        return Contexts.calling(emulator)
                .withConfiguration(AutoConfigurations.of(
                        MetricsAutoConfiguration.class,
                        SimpleMetricsExportAutoConfiguration.class,
                        CompositeMeterRegistryAutoConfiguration.class,
                        ObservationAutoConfiguration.class));
    }

    private static final class Renamed extends DefaultChutesCallObservationConvention {

        @Override
        public String getName() {
            return "our.videos";
        }
    }
}

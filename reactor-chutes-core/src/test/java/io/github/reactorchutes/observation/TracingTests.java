package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelBaggageManager;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelPropagator;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.core.io.buffer.DataBufferUtils;

/** One trace over caller, call, attempts and server, by OpenTelemetry. */
class TracingTests {

    private static final byte[] VIDEO = Videos.ofSize(2_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();

    private final SdkTracerProvider provider = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();

    private final ObservationRegistry registry = traced(provider);

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    @Test
    void isOneFromTheCallerToTheServerOverAllAttempts() {
        server.enqueue(Reply.capacity(), Reply.coldStart(), Reply.video(VIDEO));
        Observation caller = Observation.start("caller", registry);

        client().exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller))
                .blockLast(Calls.SOON);
        caller.stop();

        SpanData root = only(named("caller"));
        SpanData call = only(named("generate_content text-to-video"));
        List<SpanData> attempts = named("POST");
        assertThat(spans.getFinishedSpanItems())
                .hasSize(5)
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(root.getTraceId()));
        assertThat(call.getParentSpanId()).isEqualTo(root.getSpanId());
        assertThat(attempts).hasSize(3).allSatisfy(attempt -> {
            assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
            assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
        });
        assertThat(server.requests())
                .extracting(
                        request -> request.header("traceparent").orElse("none").replaceAll("-..$", ""))
                .containsExactlyElementsOf(attempts.stream()
                        .map(attempt -> "00-" + root.getTraceId() + "-" + attempt.getSpanId())
                        .toList());
    }

    @Test
    void spansEndWithTheirBodyAndSayHow() {
        server.enqueue(Reply.capacity(), Reply.video(VIDEO));

        Calls.video(client(), Requests.text());

        SpanData call = only(named("generate_content text-to-video"));
        assertThat(call.getEvents()).extracting(EventData::getName).containsExactly("sent", "retry", "sent", "head");
        assertThat(call.getAttributes().get(AttributeKey.stringKey("chutes.outcome")))
                .isEqualTo("completed");
        assertThat(call.getAttributes().get(AttributeKey.stringKey("http.response.body.size")))
                .isEqualTo("2000");
        assertThat(named("POST"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("error.type")))
                .containsExactly("response.capacity", "none");
        assertThat(named("POST"))
                .extracting(span -> span.getAttributes().get(AttributeKey.stringKey("http.request.resend_count")))
                .containsExactly("0", "1");
        assertThat(named("POST").get(0).getStatus().getStatusCode())
                .isEqualTo(StatusData.error().getStatusCode());
        assertThat(call.getEndEpochNanos())
                .isGreaterThanOrEqualTo(named("POST").get(1).getEndEpochNanos());
    }

    @Test
    void spansHoldNoSecret() {
        server.enqueue(Reply.json(400, "{\"detail\":\"Invalid input parameters\"}"), Reply.video(VIDEO));

        client().exchange(Requests.text()).onErrorComplete().block(Calls.SOON);
        Calls.video(client(), Requests.text());

        assertThat(spans.getFinishedSpanItems().toString())
                .contains("chutes.call.id")
                .doesNotContain("cpk_test", "fox", "Bearer");
    }

    private ChutesClient client() {
        return clients.client(
                server.baseUrl(),
                builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))
                        .filters(ChutesObservations.of(registry)));
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static SpanData only(List<SpanData> found) {
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static ObservationRegistry traced(SdkTracerProvider provider) {
        ContextPropagators propagators = ContextPropagators.create(W3CTraceContextPropagator.getInstance());
        Tracer otel = provider.get("test");
        OtelCurrentTraceContext current = new OtelCurrentTraceContext();
        OtelTracer tracer =
                new OtelTracer(otel, current, event -> {}, new OtelBaggageManager(current, List.of(), List.of()));
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig()
                .observationHandler(new FirstMatchingCompositeObservationHandler(
                        new PropagatingSenderTracingObservationHandler<>(tracer, new OtelPropagator(propagators, otel)),
                        new DefaultTracingObservationHandler(tracer)));
        return registry;
    }
}

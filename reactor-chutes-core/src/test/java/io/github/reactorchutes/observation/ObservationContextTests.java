package io.github.reactorchutes.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.resilience.RateLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/** Where observations come from and where they are handed to. */
class ObservationContextTests {

    private static final byte[] VIDEO = Videos.ofSize(1_000);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final ChutesEmulator server = ChutesEmulator.start();

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private final Journal journal = new Journal();

    @BeforeEach
    void keepAJournal() {
        registry.observationConfig().observationHandler(journal);
        server.when(request -> true).thenReply(Reply.video(VIDEO));
    }

    @AfterEach
    void stopTheServer() {
        server.close();
    }

    @Test
    void takesItsParentFromTheReactorContextFirst() {
        Observation inContext = Observation.start("in context", registry);
        Observation onThread = Observation.start("on thread", registry);

        try (Observation.Scope scope = onThread.openScope()) {
            assertThat(scope.getCurrentObservation()).isSameAs(onThread);
            call(client())
                    .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, inContext))
                    .block(Calls.SOON);
        }

        assertThat(journal.calls().get(0).getParentObservation()).isSameAs(inContext);
        inContext.stop();
        onThread.stop();
    }

    @Test
    void takesItsParentFromTheThreadOtherwise() {
        Observation onThread = Observation.start("on thread", registry);

        onThread.scoped(() -> call(client()).block(Calls.SOON));

        assertThat(journal.calls().get(0).getParentObservation()).isSameAs(onThread);
        onThread.stop();
    }

    @Test
    void hasNoParentWhereThereIsNone() {
        call(client()).block(Calls.SOON);

        assertThat(journal.calls().get(0).getParentObservation()).isNull();
    }

    @Test
    void stopsAfterTheLastByteAndBeforeItsConsumerSeesTheEnd() {
        client().exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .doOnComplete(() -> journal.add("BODY DONE"))
                .blockLast(Calls.SOON);

        assertThat(journal.lines()).containsSequence("stop call", "BODY DONE");
    }

    @Test
    void isOneForACallAndOneForEachOfItsAttempts() {
        server.enqueue(Reply.capacity(), Reply.coldStart());

        call(client(builder -> builder.filter(RetryFilter.of(3, Duration.ofMillis(1), Duration.ofMillis(2)))))
                .block(Calls.SOON);

        assertThat(journal.lines())
                .containsExactly(
                        "start call",
                        "start attempt 1",
                        "sent",
                        "stop attempt 1",
                        "start attempt 2",
                        "retry",
                        "sent",
                        "stop attempt 2",
                        "start attempt 3",
                        "retry",
                        "sent",
                        "head",
                        "stop attempt 3",
                        "stop call");
        assertThat(journal.attempts())
                .allSatisfy(attempt -> assertThat(attempt.getParentObservation())
                        .isInstanceOfSatisfying(
                                Observation.class,
                                parent -> assertThat(parent.getContext())
                                        .isSameAs(journal.calls().get(0))));
        assertThat(journal.calls().get(0).attempts()).isEqualTo(3);
    }

    @Test
    void startsWithEachSubscription() {
        Mono<Void> call = call(client());
        assertThat(journal.lines()).isEmpty();

        call.block(Calls.SOON);
        call.block(Calls.SOON);

        assertThat(journal.count("start call")).isEqualTo(2);
        assertThat(journal.count("stop call")).isEqualTo(2);
    }

    @Test
    void handsTheAttemptToTheLayersWithin() {
        AtomicReference<Object> seen = new AtomicReference<>();
        ChutesClient client = client(builder -> builder.tokenProvider(() -> Mono.deferContextual(context -> {
            seen.set(context.get(ObservationThreadLocalAccessor.KEY));
            return Mono.just("token");
        })));

        call(client).block(Calls.SOON);

        assertThat(seen.get())
                .isInstanceOfSatisfying(
                        Observation.class,
                        observation -> assertThat(observation.getContext())
                                .isSameAs(journal.attempts().get(0)));
    }

    @Test
    void handsNothingOfABareMeterRegistryToTheLayersWithin() {
        AtomicReference<Object> seen = new AtomicReference<>("untouched");
        ChutesClient client = clients.client(
                server.baseUrl(),
                builder -> builder.filters(ChutesMetrics.of(new SimpleMeterRegistry()))
                        .tokenProvider(() -> Mono.deferContextual(context -> {
                            seen.set(context.getOrDefault(ObservationThreadLocalAccessor.KEY, "nothing"));
                            return Mono.just("token");
                        })));

        call(client).block(Calls.SOON);

        assertThat(seen.get()).isEqualTo("nothing");
    }

    @Test
    void leavesNoScopeOpen() {
        call(client()).block(Calls.SOON);

        assertThat(registry.getCurrentObservation()).isNull();
    }

    @Test
    void passesThroughWhileNobodyListens() {
        ChutesClient client = clients.client(
                server.baseUrl(),
                builder -> builder.filters(ChutesObservations.of(ObservationRegistry.NOOP))
                        .filters(filters -> assertThat(filters).hasSize(3)));

        call(client).block(Calls.SOON);

        assertThat(journal.lines()).isEmpty();
    }

    @Test
    void costsNothingWhileNobodyListens() {
        Mono<VideoResponse> answer = Mono.never();
        List<VideoExchangeFilter> filters = new ArrayList<>();
        ChutesObservations.of(ObservationRegistry.create()).accept(filters);

        assertThat(filters)
                .hasSize(2)
                .allSatisfy(filter -> assertThat(filter.filter(ChutesCall.of(Requests.text()), call -> answer))
                        .isSameAs(answer));
    }

    @Test
    void observesTheAttemptsOfACallThatAPredicateLeftOut() {
        registry.observationConfig().observationPredicate((name, context) -> !name.equals("chutes.client.call"));

        call(client()).block(Calls.SOON);

        assertThat(journal.lines()).containsExactly("start attempt 1", "stop attempt 1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAroundAndInsideOfAllFiltersWheneverItIsAdded(boolean first) {
        server.enqueue(Reply.capacity());
        Resilience filters = Resilience.builder()
                .concurrency(1)
                .retry(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(2)))
                .rateLimit(RateLimitFilter.perAccount())
                .build();
        ChutesClient client = clients.client(
                server.baseUrl(),
                builder -> first
                        ? builder.filters(ChutesObservations.of(registry)).filters(filters)
                        : builder.filters(filters).filters(ChutesObservations.of(registry)));

        call(client).block(Calls.SOON);

        assertThat(journal.lines())
                .containsExactly(
                        "start call",
                        "start attempt 1",
                        "sent",
                        "stop attempt 1",
                        "start attempt 2",
                        "retry",
                        "sent",
                        "head",
                        "stop attempt 2",
                        "stop call");
    }

    @Test
    void isAroundAFilterThatACopyOfTheClientAdds() {
        server.enqueue(Reply.capacity());
        ChutesClient observed = client();
        ChutesClient copy = observed.mutate()
                .filter(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(2)))
                .build();
        try (copy) {
            call(copy).block(Calls.SOON);
        }

        assertThat(journal.count("start call")).isEqualTo(1);
        assertThat(journal.lines()).contains("stop attempt 1", "stop attempt 2");
    }

    @Test
    void isNotAddedTwice() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ChutesClient.builder()
                        .filters(ChutesObservations.of(registry))
                        .filters(ChutesMetrics.of(new SimpleMeterRegistry())))
                .withMessageContaining("already observed");
    }

    @Test
    void takesTheConventionsThatWereChosen() {
        ChutesClient client = clients.client(
                server.baseUrl(),
                builder -> builder.filters(ChutesObservations.builder(registry)
                        .callConvention(new DefaultChutesCallObservationConvention() {
                            @Override
                            public String getName() {
                                return "video.call";
                            }
                        })
                        .attemptConvention(new DefaultChutesAttemptObservationConvention() {
                            @Override
                            public String getName() {
                                return "video.attempt";
                            }
                        })
                        .build()));

        call(client).block(Calls.SOON);

        assertThat(journal.calls().get(0).getName()).isEqualTo("video.call");
        assertThat(journal.attempts().get(0).getName()).isEqualTo("video.attempt");
    }

    @Test
    void breaksNoCallWhenAHandlerIsBroken() {
        registry.observationConfig().observationHandler(new BrokenHandler("event", "error", "stop"));
        server.enqueue(Reply.capacity());

        Mono<Void> call =
                call(client(builder -> builder.filter(RetryFilter.of(1, Duration.ofMillis(1), Duration.ofMillis(2)))));

        assertThat(call.thenReturn("done").block(Calls.SOON)).isEqualTo("done");
        assertThat(server.requestCount()).isEqualTo(2);
    }

    @Test
    void goesOnUnobservedWhenAHandlerCannotEvenStart() {
        registry.observationConfig().observationHandler(new BrokenHandler("start"));

        assertThat(call(client()).thenReturn("done").block(Calls.SOON)).isEqualTo("done");

        assertThat(journal.lines()).containsExactly("start call", "stop call", "start attempt 1", "stop attempt 1");
    }

    private static Mono<Void> call(ChutesClient client) {
        return client.exchange(Requests.text())
                .flatMapMany(VideoResponse::body)
                .doOnNext(DataBufferUtils::release)
                .then();
    }

    private ChutesClient client() {
        return client(UnaryOperator.identity());
    }

    private ChutesClient client(UnaryOperator<ChutesClient.Builder> settings) {
        return clients.client(
                server.baseUrl(), builder -> settings.apply(builder).filters(ChutesObservations.of(registry)));
    }

    /** Fails at some of what it is told. */
    private static final class BrokenHandler implements ObservationHandler<Observation.Context> {

        private final Set<String> broken;

        BrokenHandler(String... broken) {
            this.broken = Set.of(broken);
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onStart(Observation.Context context) {
            failAt("start");
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            failAt("event");
        }

        @Override
        public void onError(Observation.Context context) {
            failAt("error");
        }

        @Override
        public void onStop(Observation.Context context) {
            failAt("stop");
        }

        private void failAt(String what) {
            if (broken.contains(what)) {
                throw new IllegalStateException("broken at the " + what);
            }
        }
    }
}

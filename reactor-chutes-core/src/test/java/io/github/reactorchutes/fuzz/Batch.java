package io.github.reactorchutes.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Requests;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.ConcurrencyLimitFilter;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.resilience.RetryBudget;
import io.github.reactorchutes.resilience.RetryFilter;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.core.io.buffer.DataBufferLimitException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the calls of one seed through a client of their own, and looks for what they have left. */
final class Batch {

    private static final String CALL_KEY = "call";

    private static final int AT_ONCE = 96;

    /** Numbers of dice that are no attempt's. */
    private static final int MISCHIEF = 900;

    private static final int SUPPLIES = 901;

    /** The first attempt, and two more for each of the two kinds of answers that are safe to repeat. */
    private static final int MOST_REQUESTS = 5;

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private static final List<VideoRequest> REQUESTS = Requests.all().toList();

    private final long seed;

    private final Plan plan;

    private final Path folder;

    private final int permits;

    private final ClientFixture fixture = new ClientFixture();

    private final ConcurrencyLimitFilter concurrency;

    private final Backoff backoff = Backoff.of(2, Duration.ofMillis(1), Duration.ofMillis(8));

    private final ObservationRegistry registry = ObservationRegistry.create();

    private final OpenObservations observations = new OpenObservations();

    private final AtomicIntegerArray ends;

    private final Map<String, LongAdder> outcomes;

    /** What has not ended, for the evidence. */
    private final Map<Integer, Habit> running = new ConcurrentHashMap<>();

    private final List<Throwable> strangers = new CopyOnWriteArrayList<>();

    /** Prepare a batch which counts its outcomes into a map. */
    Batch(long seed, int calls, Path folder, Map<String, LongAdder> outcomes) {
        this.seed = seed;
        this.plan = new Plan(seed, calls, Answer::draw);
        this.folder = folder;
        this.permits = 4 + new Random(seed).nextInt(29);
        this.concurrency = ConcurrencyLimitFilter.of(permits, AT_ONCE, Duration.ofSeconds(2));
        this.ends = new AtomicIntegerArray(calls);
        this.outcomes = outcomes;
        registry.observationConfig().observationHandler(observations);
    }

    static Map<String, LongAdder> outcomes() {
        return new ConcurrentHashMap<>();
    }

    void run() throws IOException {
        ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
        fixture.begin();
        fixture.expectDropped(Batch::isHarmless);
        try (RawServer server = plan.startServer()) {
            List<ChutesClient> clients = List.of(client(server), client(server), client(server));
            Canceller canceller = new Canceller(threads);
            Disposable restless = Restless.begin(clients.get(2));
            Flux.range(0, plan.calls())
                    .flatMap(i -> run(clients.get(Math.max(0, i % 10 - 7)), canceller, i), AT_ONCE)
                    .doFinally(signal -> restless.dispose())
                    .blockLast(LIMIT);
            assertNothingIsLeft();
        } catch (AssertionError | RuntimeException left) {
            throw new AssertionError(
                    "seed " + seed + ", " + plan.calls() + " calls: " + left.getMessage() + ", running: " + running,
                    left);
        } finally {
            fixture.end();
            threads.shutdownNow();
        }
    }

    private ChutesClient client(RawServer server) {
        return fixture.client(
                server.url(),
                builder -> builder.maxConnections(permits)
                        .tokenProvider(Supplies.tokens())
                        .abandonmentTimeout(Duration.ofMillis(40))
                        .firstByteTimeout(Duration.ofMillis(400))
                        .idleTimeout(Duration.ofMillis(150))
                        .filter(this::countEnd)
                        .filters(ChutesObservations.of(registry))
                        .filters(Resilience.builder()
                                .concurrency(concurrency)
                                .retry(RetryFilter.builder()
                                        .notReached(backoff)
                                        .capacity(backoff)
                                        .coldStart(backoff)
                                        .budget(RetryBudget.of(plan.calls(), 1))
                                        .build())
                                .build())
                        .filter((call, next) -> Mono.deferContextual(context -> {
                            int number = context.get(CALL_KEY);
                            ChutesCall numbered = call.withHeader(Plan.CALL_HEADER, Integer.toString(number));
                            return Mischief.play(numbered, next, plan.dice(number, MISCHIEF));
                        })));
    }

    private Mono<VideoResponse> countEnd(ChutesCall call, VideoExchange next) {
        return Mono.deferContextual(context -> VideoResponse.doOnEnd(next.exchange(call), end -> {
            ends.incrementAndGet(context.get(CALL_KEY));
            outcomes.computeIfAbsent(end.outcome().name(), first -> new LongAdder())
                    .increment();
        }));
    }

    private Mono<Void> run(ChutesClient client, Canceller canceller, int i) {
        Random dice = plan.dice(i, 0);
        Mono<VideoResponse> call = client.exchange(request(i)).contextWrite(context -> context.put(CALL_KEY, i));
        Habit habit = Habit.draw(dice);
        Usage usage = new Usage(habit, call, plan.video(i), dice, folder.resolve(seed + "-" + i + ".mp4"));
        running.put(i, habit);
        return canceller
                .sometimes(habit.use(usage), dice)
                .doOnError(this::noteStranger)
                .onErrorComplete()
                .doFinally(signal -> running.remove(i));
    }

    private VideoRequest request(int i) {
        return i % 7 == 0 ? Supplies.onceImage(plan.dice(i, SUPPLIES)) : REQUESTS.get(i % REQUESTS.size());
    }

    private void noteStranger(Throwable error) {
        List<Throwable> errors = error.getSuppressed().length > 0 ? List.of(error.getSuppressed()) : List.of(error);
        errors.stream().filter(each -> !isExpected(each)).forEach(strangers::add);
    }

    /** What the API promises to fail with, and what the habits themselves bring about. */
    private static boolean isExpected(Throwable error) {
        Throwable cause = error instanceof IOException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof ChutesException
                || cause instanceof Habit.Oops
                || cause instanceof TimeoutException
                || cause instanceof DataBufferLimitException
                || cause instanceof CancellationException
                || cause instanceof IllegalStateException;
    }

    /** A cancel may overtake a head, a copy, an error or a task; none of them holds a buffer, or is a broken video. */
    private static boolean isHarmless(Throwable dropped) {
        String message = String.valueOf(dropped.getMessage());
        boolean buffer = message.startsWith("dropped") && message.contains("DataBuffer");
        return !buffer && !message.contains(Usage.WHOLE);
    }

    private void assertNothingIsLeft() {
        assertThat(strangers).as("errors that are none of the API's").isEmpty();
        Await.untilAsserted(() -> {
            assertThat(concurrency.availablePermits()).as("free permits").isEqualTo(permits);
            assertThat(concurrency.waitingCalls()).as("calls in the queue").isZero();
            observations.assertAllStopped();
        });
        fixture.assertClean();
        for (int i = 0; i < plan.calls(); i++) {
            assertThat(ends.get(i)).as("ends of call " + i).isLessThanOrEqualTo(1);
            assertThat(plan.requests(i)).as("requests of call " + i).isLessThanOrEqualTo(MOST_REQUESTS);
            assertThat(plan.unsafeRepeats(i))
                    .as("requests of call " + i + " after one that may have been worked on")
                    .isZero();
        }
    }
}

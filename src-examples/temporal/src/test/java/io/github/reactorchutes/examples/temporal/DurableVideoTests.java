package io.github.reactorchutes.examples.temporal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Decision;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Order;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.State;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Status;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Video;
import io.github.reactorchutes.store.ByteRange;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.store.StoredVideo;
import io.github.reactorchutes.store.VideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** The emulator's record judges: no call is sent twice unless a person says so. */
class DurableVideoTests {

    private static final Order ORDER = new Order("fox", "a red fox");

    private static final Duration DEAD_AFTER = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int MEGABYTE = 1_000_000;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().smallVideos(true).start();

    private final Partition partition = new Partition();

    private final BlockingQueue<Status> questions = new LinkedBlockingQueue<>();

    private final TestWorkflowEnvironment temporal =
            TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                    .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                            .setWorkerInterceptors(partition)
                            .build())
                    .build());

    private final VideoStore files;

    private final SlowStore store;

    private final ChutesVideoActivities activities;

    private volatile ChutesTokenProvider tokens = () -> Mono.just("any");

    private final VideoWorkflow workflow = VideoWorker.workflow(temporal.getWorkflowClient(), ORDER);

    DurableVideoTests(@TempDir Path directory) {
        files = FileVideoStore.in(directory);
        store = new SlowStore(files);
        activities = new ChutesVideoActivities(client(), store, (id, status) -> questions.add(status));
        VideoWorker.register(temporal.newWorker(VideoWorker.TASK_QUEUE), activities, DEAD_AFTER);
        temporal.start();
    }

    private ChutesClient.Builder client() {
        return ChutesClient.builder().baseUrl(emulator.baseUrl()).tokenProvider(() -> tokens.token());
    }

    @AfterEach
    void close() {
        temporal.shutdownNow();
        temporal.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        temporal.close();
        activities.close();
        emulator.close();
    }

    @Test
    void storesTheVideo() {
        Video video = workflow.generate(ORDER);

        assertThat(video.key()).isEqualTo("fox/1.mp4");
        assertThat(files.head(video.key()).block(PATIENCE))
                .hasToString(StoredVideo.of(video.key(), video.bytes()).toString());
        assertThat(workflow.status()).isEqualTo(new Status(State.ENDED, 0, "", video));
        assertThat(emulator.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.json()).containsEntry("prompt", "a red fox"));
    }

    @Test
    void callsOnceForAnOrder() {
        Video video = workflow.generate(ORDER);

        assertThat(VideoWorker.workflow(temporal.getWorkflowClient(), ORDER).generate(ORDER))
                .isEqualTo(video);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void runsAsAProgram(@TempDir Path directory) {
        Order cat = new Order("cat", "a cat");
        assertThat(VideoWorker.run(temporal.getWorkflowClient(), client(), directory, cat)
                        .key())
                .isEqualTo("cat/1.mp4");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPACITY", "EDGE_RATE_LIMITED", "COLD_START"})
    void sendsAgainWhatWasRefused(PlatformError error) {
        emulator.enqueue(error.reply(), error.reply().withHeader("Retry-After", "100"), error.reply());

        workflow.generate(ORDER);

        assertThat(pauses()).containsExactly(5L, 100L, 20L);
        assertThat(workflow.status().mayBeBilled()).isZero();
        assertThat(emulator.requestCount()).isEqualTo(4);
    }

    @Test
    void givesUpAfterADay() {
        emulator.when(request -> true).thenReply(Reply.capacity().withHeader("Retry-After", "50000"));

        assertThat(failure()).isEqualTo(Outcome.NOT_BEGUN);
        assertThat(pauses()).containsExactly(50_000L);
        assertThat(emulator.requestCount()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUOTA_EXCEEDED", "INVALID_INPUT"})
    void endsWithWhatWasRejected(PlatformError error) {
        emulator.enqueue(error.reply());

        assertThat(failure()).isEqualTo(Outcome.REJECTED);
        assertThat(questions).isEmpty();
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void sendsNoInvalidRequest() {
        Order empty = new Order("fox", "");
        assertThat(failure(empty)).isEqualTo(Outcome.REJECTED);
        assertThat(emulator.requestCount()).isZero();
    }

    static Reply[] doubtful() {
        return new Reply[] {
            PlatformError.INTERNAL_SERVER_ERROR.reply(),
            PlatformError.BAD_GATEWAY.reply(),
            Reply.gatewayTimeout(),
            Reply.closed(),
            Reply.video().cutAfter(1_000)
        };
    }

    @ParameterizedTest
    @MethodSource("doubtful")
    void neverSendsAgainByItself(Reply reply) throws InterruptedException {
        emulator.enqueue(reply);
        WorkflowClient.start(workflow::generate, ORDER);
        Status question = question();

        assertThat(question.state()).isEqualTo(State.UNDECIDED);
        assertThat(question.mayBeBilled()).isEqualTo(1);
        assertThat(workflow.status()).isEqualTo(question);
        workflow.decide(Decision.ACCEPT);
        assertThat(failure()).isEqualTo(Outcome.MAY_BE_BILLED);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void sendsAgainWhatAPersonDecides() throws InterruptedException {
        emulator.enqueue(PlatformError.INTERNAL_SERVER_ERROR.reply(), Reply.closed());
        WorkflowClient.start(workflow::generate, ORDER);
        question();
        workflow.decide(Decision.RESEND);
        question();
        workflow.decide(Decision.RESEND);

        assertThat(result().key()).isEqualTo("fox/3.mp4");
        assertThat(workflow.status().mayBeBilled()).isEqualTo(2);
        assertThat(emulator.requestCount()).isEqualTo(3);
    }

    @Test
    void asksAboutAPaidVideoThatCannotBeStored() throws InterruptedException {
        store.broken = true;
        WorkflowClient.start(workflow::generate, ORDER);

        assertThat(question().reason()).contains("the disk is full");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void saysThatACancelledCallMayBeBilled() throws InterruptedException {
        emulator.enqueue(Reply.playableVideoOfSize(2 * MEGABYTE).stallAfter(MEGABYTE));
        WorkflowClient.start(workflow::generate, ORDER);
        RecordedRequest request = emulator.takeRequest(PATIENCE);
        cancel();

        assertThat(question().reason()).startsWith("cancelled after ");
        assertThat(workflow.status().mayBeBilled()).isEqualTo(1);
        emulator.awaitIdle(PATIENCE);
        assertThat(request.end()).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        assertThat(files.head("fox/1.mp4").blockOptional(PATIENCE)).isEmpty();
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void isCancelledAtNoCostBeforeItIsSent() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        tokens = () -> Mono.<String>never().doOnSubscribe(token -> asked.countDown());
        WorkflowClient.start(workflow::generate, ORDER);
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        cancel();

        assertThat(workflow.status().mayBeBilled()).isZero();
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void isCancelledAtNoCostWhileItWaits() {
        emulator.when(request -> true).thenReply(Reply.capacity());
        WorkflowClient.start(workflow::generate, ORDER);
        await(State.WAITING);
        cancel();

        assertThat(workflow.status().mayBeBilled()).isZero();
        assertThat(questions).isEmpty();
    }

    @Test
    void remembersAfterACancelWhatMayBeBilled() throws InterruptedException {
        emulator.enqueue(PlatformError.INTERNAL_SERVER_ERROR.reply());
        WorkflowClient.start(workflow::generate, ORDER);
        question();
        cancel();

        assertThat(workflow.status().mayBeBilled()).isEqualTo(1);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0})
    void asksAboutTheCallOfADeadWorker(long afterBytes) throws InterruptedException {
        emulator.enqueue(Reply.silent());
        partition.beginAt(afterBytes);
        WorkflowClient.start(workflow::generate, ORDER);

        assertThat(question().reason()).isEqualTo("the worker is gone, after 0 bytes of the video");
        assertThat(emulator.requestCount()).isEqualTo(1);
        workflow.decide(Decision.RESEND);
        assertThat(result().key()).isEqualTo("fox/2.mp4");
        assertThat(emulator.requestCount()).isEqualTo(2);
    }

    @Test
    void saysHowFarADeadWorkerWas() throws InterruptedException {
        emulator.enqueue(Reply.playableVideoOfSize(2 * MEGABYTE).stallAfter(MEGABYTE));
        partition.beginAt(MEGABYTE);
        WorkflowClient.start(workflow::generate, ORDER);

        assertThat(question().reason()).isEqualTo("the worker is gone, after 1000000 bytes of the video");
        workflow.decide(Decision.ACCEPT);
        assertThat(failure()).isEqualTo(Outcome.MAY_BE_BILLED);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void usesTheVideoOfAWorkerThatOnlySeemedDead() throws InterruptedException {
        store.gate = Sinks.one();
        partition.beginAt(0);
        WorkflowClient.start(workflow::generate, ORDER);
        question();
        store.gate.tryEmitEmpty();
        assertThat(store.stored.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        workflow.decide(Decision.RESEND);

        assertThat(result().key()).isEqualTo("fox/1.mp4");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    private Status question() throws InterruptedException {
        Status question = questions.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(question).isNotNull();
        return question;
    }

    private void cancel() {
        WorkflowStub.fromTyped(workflow).cancel();
        assertThatThrownBy(this::result).hasCauseInstanceOf(CanceledFailure.class);
    }

    private void await(State state) {
        Mono.fromCallable(workflow::status)
                .repeat()
                .filter(status -> status.state() == state)
                .subscribeOn(Schedulers.boundedElastic())
                .blockFirst(PATIENCE);
    }

    private List<Long> pauses() {
        return temporal
                .getWorkflowClient()
                .fetchHistory(WorkflowStub.fromTyped(workflow).getExecution().getWorkflowId())
                .getEvents()
                .stream()
                .filter(HistoryEvent::hasTimerStartedEventAttributes)
                .map(event -> event.getTimerStartedEventAttributes()
                        .getStartToFireTimeout()
                        .getSeconds())
                .toList();
    }

    private Video result() {
        return WorkflowStub.fromTyped(workflow).getResult(Video.class);
    }

    private Outcome failure() {
        return failure(ORDER);
    }

    private Outcome failure(Order order) {
        if (WorkflowStub.fromTyped(workflow).getExecution() == null) {
            WorkflowClient.start(workflow::generate, order);
        }
        WorkflowFailedException failed = catchThrowableOfType(WorkflowFailedException.class, this::result);
        return Outcome.valueOf(((ApplicationFailure) Objects.requireNonNull(failed.getCause())).getType());
    }

    /** Stores when the test lets it. */
    private static final class SlowStore implements VideoStore {

        private final VideoStore files;

        private final CountDownLatch stored = new CountDownLatch(1);

        private volatile Sinks.One<Object> gate;

        private volatile boolean broken;

        SlowStore(VideoStore files) {
            this.files = files;
            this.gate = Sinks.one();
            gate.tryEmitEmpty();
        }

        @Override
        public Mono<StoredVideo> put(String key, Publisher<? extends DataBuffer> video) {
            return gate.asMono()
                    .then(files.put(
                            key,
                            broken
                                    ? Flux.<DataBuffer>from(video)
                                            .concatWith(Mono.error(new IOException("the disk is full")))
                                    : video))
                    .doOnSuccess(done -> stored.countDown());
        }

        @Override
        public Mono<StoredVideo> head(String key) {
            return files.head(key);
        }

        @Override
        public Flux<DataBuffer> get(String key, ByteRange range) {
            return files.get(key, range);
        }

        @Override
        public Mono<Void> delete(String key) {
            return files.delete(key);
        }
    }
}

package io.github.reactorchutes.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.EmulatedOperation;
import io.github.reactorchutes.test.Reply;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** From the start to the file, against the emulator, whose reading of the platform is its own. */
@Tag("watched")
class EmulatedOperationTests {

    private static final int ARTIFACT = 3_000_000;

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    @TempDir
    Path folder;

    private final ChutesEmulator emulator =
            ChutesEmulator.builder().operationTime(Duration.ofMillis(200)).start();

    private Operations operations;

    private ChuteRequest request;

    @BeforeEach
    void makeClient() {
        ChutesClient client = clients.client(
                emulator.baseUrl(),
                builder -> builder.filter(RetryFilter.builder()
                        .keyedStart(Backoff.of(5, Duration.ofMillis(1), Duration.ofMillis(5)))
                        .build()));
        operations = client.operations().waiting(Duration.ofMillis(5), Duration.ofMillis(20));
        request = request("a fox");
        emulator.operations().artifactBytes(ARTIFACT);
    }

    private ChuteRequest request(String prompt) {
        Endpoint director = Endpoint.of("director", URI.create(emulator.baseUrl() + "/harbor-director/videos"));
        return ChuteRequest.builder(director).field("prompt", prompt).build();
    }

    @AfterEach
    void stop() {
        clients.closeAll();
        emulator.close();
    }

    @Test
    void startsOnceForOneKeyHoweverManyAnswersAreCut() {
        emulator.operations()
                .nextStart(reply -> Reply.reset())
                .nextStart(reply -> Reply.closed())
                .nextStart(reply -> Reply.gatewayTimeout());

        Operation operation = value(operations.start(request, "order-17"));

        assertThat(emulator.operations().startedWith("order-17"))
                .singleElement()
                .satisfies(started -> {
                    assertThat(started.id()).isEqualTo(operation.id());
                    assertThat(started.submissions()).isEqualTo(4);
                });
    }

    @Test
    void savesAnArtifactThatIsCutAgainAndAgain() {
        String id = value(operations.start(request, "order-17")).id();
        StepVerifier.create(operations.watch(id))
                .thenConsumeWhile(state -> !state.isTerminal())
                .expectNext(OperationState.SUCCEEDED)
                .expectComplete()
                .verify(Calls.SOON);
        SavedVideo whole = saved(id, "whole.mp4");
        for (int cut = 0; cut < 4; cut++) {
            emulator.operations().nextArtifact(reply -> reply.cutAfter(400_000));
        }

        SavedVideo resumed = saved(id, "resumed.mp4");

        assertThat(resumed.sha256()).isEqualTo(whole.sha256());
        assertThat(resumed.bytes()).isEqualTo(ARTIFACT);
        assertThat(emulator.requests().stream()
                        .filter(each -> each.path().contains("/artifacts/"))
                        .filter(each -> each.header("Range").isPresent())
                        .count())
                .isEqualTo(4);
    }

    @Test
    void noticesAnotherArtifactInTheMiddle() {
        String id = value(operations.start(request, "order-17").flatMap(started -> operations.await(started.id())))
                .id();
        EmulatedOperation operation = emulator.operations().get(id);
        emulator.operations().nextArtifact(reply -> {
            operation.changeArtifact();
            return reply.cutAfter(400_000);
        });

        assertThat(Calls.failure(ChutesArtifactException.class, operations.artifact(id, 0))
                        .reason())
                .isEqualTo(ChutesArtifactException.Reason.CHANGED);
    }

    @Test
    void refusesAKeyOfAnotherRequest() {
        operations.start(request, "order-17").block(Calls.SOON);

        StepVerifier.create(operations.start(request("a cat"), "order-17"))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                ChutesResponseException.class,
                                answer -> assertThat(answer.reason())
                                        .isEqualTo(ChutesResponseException.Reason.KEY_REUSED)))
                .verify(Calls.SOON);
    }

    @Test
    void readsWhatTheEmulatorWrites() {
        Operation ended =
                value(operations.start(request, "order-17").flatMap(started -> operations.await(started.id())));

        assertThat(ended.settlement()).isEqualTo("settled");
        assertThat(ended.charge()).isPositive();
        assertThat(ended.outputMediaSeconds()).isPositive();
        assertThat(ended.artifacts()).singleElement().satisfies(artifact -> {
            assertThat(artifact.bytes()).isEqualTo(ARTIFACT);
            assertThat(artifact.contentType()).isEqualTo("video/mp4");
            assertThat(artifact.isAvailable()).isTrue();
        });
        assertThat(value(operations.list().map(Operation::id).collectList())).containsExactly(ended.id());
        assertThat(value(operations.cancel(ended.id()))).isEqualTo(Cancellation.ALREADY_ENDED);
    }

    private SavedVideo saved(String id, String name) {
        return value(FileSink.to(folder.resolve(name))
                .saveResumable((position, etag) -> operations.artifact(id, 0, position, etag)));
    }

    private static <T> T value(Mono<T> result) {
        return Objects.requireNonNull(result.block(Calls.SOON));
    }
}

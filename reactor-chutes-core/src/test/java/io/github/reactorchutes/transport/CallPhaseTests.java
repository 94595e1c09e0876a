package io.github.reactorchutes.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener receives each phase once, in order, whatever the response. */
class CallPhaseTests {

    private static final byte[] VIDEO = Videos.ofSize(100);

    @RegisterExtension
    final ClientFixture clients = new ClientFixture();

    private final List<CallPhase> phases = new CopyOnWriteArrayList<>();

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void reportsThePhasesOfAVideo(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            connection.awaitClientClose();
        })) {
            Calls.video(listening(server), request);

            assertThat(phases)
                    .doesNotHaveDuplicates()
                    .isSorted()
                    .endsWith(CallPhase.SEND, CallPhase.FIRST_BYTE, CallPhase.BODY);
        }
    }

    @ParameterizedTest
    @MethodSource("io.github.reactorchutes.fixture.Requests#all")
    void reportsThePhasesOfAnError(VideoRequest request) throws IOException {
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.answer(500, "text/plain", "Internal Server Error"));
            connection.awaitClientClose();
        })) {
            Calls.failure(ChutesResponseException.class, listening(server), request);

            assertThat(phases).doesNotHaveDuplicates().isSorted().endsWith(CallPhase.SEND, CallPhase.FIRST_BYTE);
        }
    }

    @Test
    void reportsThePhasesOfAnErrorThatComesDuringTheUpload() throws IOException {
        VideoRequest large = ImageToVideoRequest.builder(
                        "a fox", Image.bytes(new byte[5_000_000]).withoutCheck())
                .build();
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.write(Heads.answer(413, "text/plain", "too large"));
            connection.finish();
            connection.awaitClientClose();
        })) {
            Calls.failure(ChutesResponseException.class, listening(server), large);

            assertThat(phases).doesNotHaveDuplicates().isSorted().endsWith(CallPhase.SEND, CallPhase.FIRST_BYTE);
        }
    }

    /**
     * The connection returns to the pool there. If the end of the upload were signalled elsewhere, the next request
     * could be written before it.
     */
    @Test
    void endsAnUploadOnTheEventLoopWhereverItsContentComesFrom(@TempDir Path directory) throws IOException {
        Path file = Files.write(directory.resolve("image"), new byte[300_001]);
        VideoRequest request = ImageToVideoRequest.builder(
                        "a fox", Image.file(file).withoutCheck())
                .build();
        Map<CallPhase, Thread> threads = new ConcurrentHashMap<>();
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            LockSupport.parkNanos(300_000_000);
            connection.write(Heads.video(VIDEO.length)).write(VIDEO);
            connection.awaitClientClose();
        })) {
            Calls.video(listening(server, phase -> threads.put(phase, Thread.currentThread())), request);

            assertThat(threads.get(CallPhase.FIRST_BYTE)).isSameAs(threads.get(CallPhase.BODY));
        }
    }

    private ChutesClient listening(RawServer server) {
        return listening(server, phases::add);
    }

    private ChutesClient listening(RawServer server, Consumer<CallPhase> listener) {
        return clients.client(
                server.url(),
                builder -> builder.filter(
                        (call, next) -> next.exchange(call.withListener((same, phase) -> listener.accept(phase)))));
    }
}

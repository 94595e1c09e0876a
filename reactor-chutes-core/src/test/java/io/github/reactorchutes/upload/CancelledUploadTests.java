package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.CallOutcome;
import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.RawConnection;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

@Tag("watched")
class CancelledUploadTests {

    private static final int IMAGE_BYTES = 600_000;

    private static final int BODY_BYTES = "{\"prompt\":\"a fox\",\"image_b64\":\"\"}".length() + IMAGE_BYTES / 3 * 4;

    private static final int POSITIONS = BODY_BYTES / 1024;

    @TempDir
    Path folder;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    /**
     * The server reads one KiB more each time, up to the last one. The rest stays in the client, except for the socket
     * buffers, which are kept small.
     */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void leavesNothingWhateverTheServerHasTaken(boolean fromFile) throws Exception {
        byte[] bytes = new byte[IMAGE_BYTES];
        Path file = Files.write(folder.resolve("image.png"), bytes);
        Image image = fromFile ? Image.file(file) : Image.bytes(bytes);
        ImageToVideoRequest request =
                ImageToVideoRequest.builder("a fox", image.withoutCheck()).build();
        AtomicInteger kibibytes = new AtomicInteger();
        Semaphore taken = new Semaphore(0);
        try (RawServer server = RawServer.start(connection -> {
            connection.readHead();
            connection.readBody(kibibytes.get() * 1024);
            taken.release();
            connection.awaitClientClose();
        })) {
            ChutesClient client = fixture.client(
                    server.url(),
                    builder -> builder.httpClient(http -> http.option(ChannelOption.SO_SNDBUF, 64 * 1024)));
            while (kibibytes.getAndIncrement() < POSITIONS) {
                Disposable call = client.exchange(request).subscribe();
                assertThat(taken.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
                call.dispose();
            }
            fixture.assertClean();
            assertThat(fixture.ends())
                    .hasSize(POSITIONS)
                    .allMatch(end -> end.outcome() == CallOutcome.CANCELLED && end.bytesReceived() == 0);
            assertThat(server.connections()).hasSize(POSITIONS).allMatch(RawConnection::isClosedByClient);
            Await.untilAsserted(() -> assertThat(openFiles()).isZero());
        }
    }

    /** Linux lists the files that a process holds; elsewhere the list is always empty. */
    private long openFiles() {
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            return handles.filter(this::leadsToTheFolder).count();
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }

    private boolean leadsToTheFolder(Path handle) {
        try {
            return Files.readSymbolicLink(handle).startsWith(folder.toRealPath());
        } catch (IOException e) {
            return false;
        }
    }
}

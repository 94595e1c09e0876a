package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.ClientFixture;
import io.github.reactorchutes.fixture.Heads;
import io.github.reactorchutes.fixture.RawServer;
import io.github.reactorchutes.fixture.Videos;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RequestSizeTests {

    private static final int AROUND = "{\"prompt\":\"fox\",\"image_b64\":\"\"}".length();

    private static final int MIB_128 = 128 * 1024 * 1024;

    @TempDir
    Path folder;

    @RegisterExtension
    final ClientFixture fixture = new ClientFixture();

    @Test
    void isBoundedByTheClient() throws Exception {
        byte[] video = Videos.ofSize(2000);
        try (RawServer server = RawServer.start(connection -> {
            connection.readRequest();
            connection.write(Heads.video(video.length)).write(video);
        })) {
            ChutesClient client = fixture.client(server.url(), builder -> builder.maxRequestBytes(AROUND + 400));

            assertThat(Calls.video(client, imageOf(300))).isEqualTo(video);
            assertRefused(client, imageOf(301), AROUND + 400, AROUND + 404);
            fixture.assertClean();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void isBoundedAt128MiBUnlessConfigured() throws Exception {
        try (RawServer server = RawServer.start(connection -> connection.awaitClientClose())) {
            ChutesClient client = fixture.client(server.url());
            int largest = (MIB_128 - AROUND) / 4 * 3;
            Path sparse = folder.resolve("sparse.png");
            try (var channel = Files.newByteChannel(sparse, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.position(3L * (1L << 30) - 1).write(ByteBuffer.allocate(1));
            }

            assertRefused(client, imageOf(largest + 3), MIB_128, MIB_128 + 3);
            assertRefused(client, requestOf(Image.file(sparse)), MIB_128, 4L * (1L << 30) + AROUND);
            fixture.assertClean();
            assertThat(server.connections()).isEmpty();
        }
    }

    @Test
    void isBoundedByOneByteAtLeast() {
        assertThatThrownBy(() -> ChutesClient.builder().maxRequestBytes(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxRequestBytes must be 1 or more but was 0");
    }

    private static ImageToVideoRequest imageOf(int bytes) {
        return requestOf(Image.bytes(new byte[bytes]));
    }

    private static ImageToVideoRequest requestOf(Image image) {
        return ImageToVideoRequest.builder("fox", image.withoutCheck()).build();
    }

    private static void assertRefused(ChutesClient client, ImageToVideoRequest request, long bound, long size) {
        assertThat(Calls.failure(InvalidVideoRequestException.class, client, request))
                .hasMessage("body must be at most " + bound + " bytes long but has " + size);
    }
}

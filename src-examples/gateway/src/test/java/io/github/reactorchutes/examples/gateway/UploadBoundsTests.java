package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.context.TestPropertySource;

/** What uploads may take before anything is generated: forms whose images never come to their ends. */
@TestPropertySource(
        properties = {
            "gateway.max-uploads=6",
            "gateway.max-parked-per-client=350KB",
            "gateway.max-parked=500KB",
            "gateway.patience=1m",
        })
class UploadBoundsTests extends GatewayTest {

    private static final int LARGE = 150 * 1024;

    private final List<RawCall> visitors = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawCall visitor : visitors) {
            visitor.close();
        }
    }

    @Test
    void countsUploadsAmongTheGenerationsOfAnAddress() throws IOException {
        for (int i = 0; i < 4; i++) {
            stall("127.0.0.1", 100);
        }
        awaitUploads(4);
        assertThat(stall("127.0.0.1", 0).readAll())
                .startsWith("HTTP/1.1 429")
                .contains("application/problem+json")
                .containsIgnoringCase("retry-after: ");
        assertThat(answerTo("127.0.0.2")).startsWith("HTTP/1.1 202");
    }

    @Test
    void boundsTheUploadsOfAllAddresses() throws IOException {
        for (int i = 0; i < 6; i++) {
            stall("127.0.0." + (1 + i / 3), 100);
        }
        awaitUploads(6);
        assertThat(stall("127.0.0.3", 0).readAll()).startsWith("HTTP/1.1 503").contains("application/problem+json");
    }

    @Test
    void boundsTheBytesOfAnAddress() throws IOException {
        stall("127.0.0.1", LARGE);
        stall("127.0.0.1", LARGE);
        awaitParked(2 * LARGE);
        assertThat(stall("127.0.0.1", LARGE).readAll())
                .startsWith("HTTP/1.1 429")
                .contains("application/problem+json");
        Awaitility.await().atMost(SOON).until(() -> files().count() == 2);
        assertThat(answerTo("127.0.0.2")).startsWith("HTTP/1.1 202");
    }

    @Test
    void boundsTheBytesOfAllAddresses() throws IOException {
        for (int i = 1; i <= 3; i++) {
            stall("127.0.0." + i, LARGE);
        }
        awaitParked(3 * LARGE);
        assertThat(stall("127.0.0.4", LARGE).readAll())
                .startsWith("HTTP/1.1 503")
                .contains("application/problem+json");
        Awaitility.await().atMost(SOON).until(() -> files().count() == 3);
    }

    @Test
    void boundsTheBytesOfOneUploadWhateverItsParts() throws IOException {
        RawCall visitor = stall("127.0.0.1", LARGE);
        visitor.sendPart("more", LARGE);
        visitor.sendPart("evenMore", LARGE);
        visitor.sendPart("most", LARGE);
        assertThat(visitor.readAll()).containsPattern("^HTTP/1.1 (413|429)");
    }

    @Test
    void deletesThePartsOfAnUploadThatIsBrokenOff() throws IOException {
        RawCall visitor = stall("127.0.0.1", LARGE);
        visitor.sendPart("more", 100 * 1024);
        Awaitility.await().atMost(SOON).until(() -> storedParts() == 2);
        visitor.close();
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(files()).isEmpty());
    }

    /** Its job has it then, and must not be stopped by the bounds of uploads. */
    @Test
    void releasesTheImageOfAGenerationWhenItsJobIsOnDisk() throws IOException {
        emulator.when(request -> true).thenReply(Reply.silent());
        byte[] image = java.util.Arrays.copyOf(picture(), 100 * 1024);
        for (int i = 0; i < 4; i++) {
            begin(form -> {
                form.part("prompt", "it looks up");
                form.part("image", new ByteArrayResource(image)).filename("fox.png");
            });
            Awaitility.await().atMost(SOON).until(() -> uploads.parked() == 0);
        }
        assertThat(permits.running()).isEqualTo(4);
        Awaitility.await().atMost(SOON).untilAsserted(() -> assertThat(files()).isEmpty());
    }

    /** Count the files of parts; those that are small are in memory. */
    private long storedParts() {
        return files().flatMap(UploadBoundsTests::list).count();
    }

    private static Stream<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException deleted) {
            return Stream.empty();
        }
    }

    private RawCall stall(String client, int bytes) throws IOException {
        RawCall visitor = RawCall.stalledUpload(client, port, bytes);
        visitors.add(visitor);
        return visitor;
    }

    private String answerTo(String client) throws IOException {
        try (RawCall visitor = RawCall.beginFrom(
                client, port, "/videos", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 12")) {
            visitor.send("prompt=a+fox");
            return visitor.readAll();
        }
    }

    private void awaitUploads(int count) {
        Awaitility.await().atMost(SOON).until(() -> uploads.arriving() == count);
    }

    private void awaitParked(long bytes) {
        Awaitility.await().atMost(SOON).until(() -> uploads.parked() >= bytes);
    }
}

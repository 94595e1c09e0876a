package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.PostgresServer;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Gateways in their own JVMs on one PostgreSQL: each serves the generations of the other, also of one that was killed. */
class ReplicaTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<GatewayProcess> gateways = new ArrayList<>();

    private ChutesEmulator emulator;

    private String database;

    private Path videos;

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
        database = PostgresServer.shared().newDatabase();
        videos = folder.resolve("videos");
    }

    @AfterEach
    void stop() {
        gateways.forEach(GatewayProcess::close);
        emulator.close();
    }

    private GatewayProcess gateway(String name, String... more) {
        List<String> settings = new ArrayList<>(List.of(
                "--spring.datasource.url=" + database,
                "--spring.datasource.hikari.maximum-pool-size=6",
                "--gateway.videos=" + videos));
        settings.addAll(List.of(more));
        GatewayProcess started =
                GatewayProcess.start(folder.resolve(name), emulator.baseUrl(), settings.toArray(String[]::new));
        gateways.add(started);
        return started;
    }

    @Test
    void showsProgressAndVideoThroughAnotherReplica() {
        emulator.enqueue(Reply.video().stallAfter(5_000));
        GatewayProcess one = gateway("one");
        GatewayProcess other = gateway("other", "--chutes.jobs.threads=0");

        String wolf = other.begin("a grey wolf");
        other.awaitState(wolf, "receiving");
        Awaitility.await()
                .atMost(SOON)
                .until(() -> !Objects.equals(other.status(wolf).get("receivedBytes"), 0));
        String fox = other.begin("a red fox");
        other.awaitState(fox, "ready");

        HttpResponse<byte[]> there = other.get("/videos/" + fox);
        assertThat(there.statusCode()).isEqualTo(200);
        assertThat(there.body()).isEqualTo(one.get("/videos/" + fox).body()).hasSizeGreaterThan(1_000);
        assertThat(one.status(fox)).containsEntry("id", fox).containsKey("video");
        assertThat(other.delete("/videos/" + wolf).statusCode()).isEqualTo(204);
        one.awaitState(wolf, "cancelled");
    }

    @Test
    void paysOnceForARequestThatIsRepeatedAtAnotherReplica() {
        GatewayProcess one = gateway("one", "--chutes.limits.shared=true");
        GatewayProcess other = gateway("other", "--chutes.limits.shared=true");
        String key = UUID.randomUUID().toString();

        assertThat(one.begin("a red fox", key)).containsEntry("id", key);
        assertThat(other.begin("a red fox", key)).containsEntry("id", key);
        other.awaitState(key, "ready");
        assertThat(other.begin("a grey wolf", key)).containsEntry("state", "ready");

        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void deletesForAllReplicas() {
        GatewayProcess one = gateway("one");
        GatewayProcess other = gateway("other");
        String fox = one.begin("a red fox");
        other.awaitState(fox, "ready");

        assertThat(other.delete("/videos/" + fox).statusCode()).isEqualTo(204);

        assertThat(one.get("/videos/" + fox).statusCode()).isEqualTo(404);
        assertThat(one.state(fox)).isEqualTo("gone");
        assertThat(videos).isDirectoryNotContaining(file -> containsFiles(file));
    }

    private static boolean containsFiles(Path file) {
        try (var files = Files.walk(file)) {
            return files.anyMatch(Files::isRegularFile);
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void findsWhatAKilledReplicaLeft() throws InterruptedException {
        emulator.enqueue(Reply.silent(), Reply.videoOfSize(50_000).stallAfter(20_000));
        GatewayProcess one = gateway("one");
        String sending = one.begin("sending");
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 1);
        String receiving = one.begin("receiving");
        one.awaitState(receiving, "receiving");
        String queued = one.begin("queued");
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(one.status(queued))
                        .containsEntry("state", "waiting")
                        .containsEntry("position", 1));
        new JobRows(database).await(Map.of("SENDING", 1, "RECEIVING", 1, "QUEUED", 1));

        one.kill();
        GatewayProcess other = gateway("other");

        other.awaitState(queued, "ready");
        other.awaitState(sending, "unknown");
        other.awaitState(receiving, "lost");
        assertThat(emulator.requestCount()).isEqualTo(3);
        assertThat(other.post("/videos/" + sending + "/resend").statusCode()).isEqualTo(202);
        other.awaitState(sending, "ready");
        assertThat(emulator.requestCount()).isEqualTo(4);
    }

    /** The video is paid and whole on the disk of the killed replica, which brings it when it is back. */
    @Test
    void waitsForTheReplicaThatHasTheVideo() throws InterruptedException, IOException {
        Files.createFile(videos);
        GatewayProcess one = gateway("one");
        String storing = one.begin("storing");
        new JobRows(database).await(Map.of("STORING", 1));

        one.kill();
        Files.delete(videos);
        GatewayProcess other = gateway("other");
        Awaitility.await()
                .pollDelay(Duration.ofSeconds(2))
                .atMost(SOON)
                .until(() -> other.state(storing).equals("receiving"));
        one.restart();

        other.awaitState(storing, "ready");
        assertThat(other.get("/videos/" + storing).statusCode()).isEqualTo(200);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void wantsAFolderThatAllReplicasReach() {
        assertThatThrownBy(() -> new SpringApplicationBuilder(GatewayApplication.class)
                        .run(
                                "--server.port=0",
                                "--gateway.directory=" + folder.resolve("data"),
                                "--spring.datasource.url=" + database))
                .rootCause()
                .hasMessage("gateway.videos must be set to a folder that all gateways with the database of"
                        + " spring.datasource.url reach");
    }
}

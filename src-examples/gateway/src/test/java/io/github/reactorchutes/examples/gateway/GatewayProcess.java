package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A gateway in its own JVM, in front of an emulator of the test, so that it can be killed. */
final class GatewayProcess implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();

    private final List<String> settings;

    private final Path log;

    private final int port = freePort();

    private Process process;

    private GatewayProcess(Path directory, URI emulator, String... more) {
        this.settings = Stream.concat(
                        Stream.of(
                                "--server.port=" + port,
                                "--gateway.directory=" + directory,
                                "--chutes.api-token=cpk_test",
                                "--chutes.base-url=" + emulator,
                                "--chutes.jobs.heartbeat=200ms",
                                "--chutes.jobs.poll-interval=100ms"),
                        Stream.of(more))
                .toList();
        this.log = directory.resolveSibling(directory.getFileName() + ".log");
        this.process = begin();
    }

    /** Start a gateway, and wait until it answers. */
    static GatewayProcess start(Path directory, URI emulator, String... more) {
        GatewayProcess gateway = new GatewayProcess(directory, emulator, more);
        gateway.awaitHealth();
        return gateway;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process begin() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                GatewayApplication.class.getName()));
        command.addAll(settings);
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitHealth() {
        Awaitility.await()
                .atMost(SOON)
                .ignoreExceptions()
                .failFast(() -> assertThat(process.isAlive()).as(this::output).isTrue())
                .until(() -> get("/actuator/health").statusCode() == 200);
    }

    private String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** End the process as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Start the gateway again, at the same port. */
    void restart() {
        process = begin();
        awaitHealth();
    }

    int port() {
        return port;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/";
    }

    /** Begin a generation and return its id. */
    String begin(String prompt) {
        String id = UUID.randomUUID().toString();
        begin(prompt, id);
        return id;
    }

    /** Begin a generation under a key. */
    Map<String, Object> begin(String prompt, String key) {
        return json(send(request("/videos")
                .header("Idempotency-Key", key)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("prompt=" + prompt.replace(' ', '+')))));
    }

    /** Return the status of a generation, as its first event says. */
    Map<String, Object> status(String id) {
        HttpResponse<Stream<String>> events = lines("/videos/events?id=" + id);
        try (Stream<String> lines = events.body()) {
            return lines.filter(line -> line.startsWith("data:"))
                    .findFirst()
                    .map(line -> map(line.substring("data:".length())))
                    .orElseThrow();
        }
    }

    String state(String id) {
        return String.valueOf(status(id).get("state"));
    }

    void awaitState(String id, String state) {
        Awaitility.await().atMost(SOON).until(() -> state(id).equals(state));
    }

    HttpResponse<byte[]> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<byte[]> delete(String path) {
        return send(request(path).DELETE());
    }

    HttpResponse<byte[]> post(String path) {
        return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(SOON);
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<Stream<String>> lines(String path) {
        try {
            return http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofLines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> json(HttpResponse<byte[]> answer) {
        return map(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static Map<String, Object> map(String json) {
        return JsonMapper.shared().readValue(json, new TypeReference<>() {});
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

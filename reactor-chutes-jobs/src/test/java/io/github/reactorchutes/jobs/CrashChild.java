package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.fixture.TestDatabase;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.store.S3Clients;
import io.github.reactorchutes.store.S3VideoStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A worker in its own JVM that ends, as a crash does, at a named point. Arguments: the directory, the URL of the database
 * or an empty text for SQLite, the URL of the emulator, the point, how many jobs to submit, and perhaps the URL of an S3.
 */
final class CrashChild {

    private CrashChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        String point = arguments[3];
        DefaultChutesJobsBuilder builder =
                builder(Path.of(arguments[0]), arguments[1], URI.create(arguments[2]), (reached, id) -> {
                    if (reached.name().equals(point)) {
                        Runtime.getRuntime().halt(137);
                    }
                });
        if (arguments.length > 5) {
            builder.store(S3VideoStore.builder(S3Clients.of(URI.create(arguments[5])), "videos")
                    .build());
        }
        ChutesJobs jobs = builder.build();
        jobs.start().block();
        for (int copy = 1; copy <= Integer.parseInt(arguments[4]); copy++) {
            jobs.submit(request(), JobKey.copy(copy)).block();
        }
        System.out.println("submitted");
        new CountDownLatch(1).await();
    }

    static TextToVideoRequest request() {
        return TextToVideoRequest.builder("a red fox").seed(7L).build();
    }

    static ChutesJobs jobs(Path directory, String database, URI emulator, Checkpoint checkpoint) {
        return builder(directory, database, emulator, checkpoint).build();
    }

    static DefaultChutesJobsBuilder builder(Path directory, String database, URI emulator, Checkpoint checkpoint) {
        DefaultChutesJobsBuilder builder = (DefaultChutesJobsBuilder) ChutesJobs.builder();
        builder.checkpoint(checkpoint)
                .progressInterval(Duration.ofMillis(50))
                .client(ChutesClient.builder()
                        .baseUrl(emulator)
                        .apiToken("token")
                        .build())
                .directory(directory)
                .threads(3)
                .heartbeat(Duration.ofMillis(150))
                .pollInterval(Duration.ofMillis(50))
                .retries(1000, Duration.ofMillis(20), Duration.ofMillis(200));
        if (!database.isEmpty()) {
            builder.dataSource(TestDatabase.pool(database));
        }
        return builder;
    }

    /** Start a child. */
    static Process start(Path directory, String database, URI emulator, String point, int submitted, String... store) {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        try {
            List<String> command = new ArrayList<>(Arrays.asList(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-cp",
                    classPath,
                    CrashChild.class.getName(),
                    directory.toString(),
                    database,
                    emulator.toString(),
                    point,
                    String.valueOf(submitted)));
            Collections.addAll(command, store);
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory
                            .resolve("child-" + System.nanoTime() + ".log")
                            .toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

package io.github.reactorchutes.jobs;

import io.github.reactorchutes.ChutesClient;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import reactor.core.publisher.Flux;

/**
 * A worker in its own JVM that prints the memory of its jobs once each has received some of its video. Arguments: the
 * directory, the URL of the emulator, how many jobs.
 */
final class WorkerMemoryChild {

    private WorkerMemoryChild() {}

    public static void main(String[] arguments) throws InterruptedException {
        int count = Integer.parseInt(arguments[2]);
        ChutesJobs jobs = ChutesJobs.builder()
                .client(ChutesClient.builder()
                        .baseUrl(URI.create(arguments[1]))
                        .apiToken("token")
                        .build())
                .directory(Path.of(arguments[0]))
                .threads(count)
                .build();
        jobs.start().block();
        long before = used();
        Flux.range(1, count)
                .concatMap(copy -> jobs.submit(CrashChild.request(), JobKey.copy(copy)))
                .then()
                .block();
        while (receiving(jobs) < count) {
            Thread.sleep(200);
        }
        System.out.printf(
                "%d jobs under way: heap and direct %.0f KB each%n", count, (used() - before) / 1024.0 / count);
        System.exit(0);
    }

    private static long receiving(ChutesJobs jobs) {
        Long receiving = jobs.list(JobFilter.in(JobState.RECEIVING))
                .filter(job -> job.bytesReceived() > 0)
                .count()
                .block();
        return receiving == null ? 0 : receiving;
    }

    private static long used() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + PlatformDependent.usedDirectMemory();
    }
}

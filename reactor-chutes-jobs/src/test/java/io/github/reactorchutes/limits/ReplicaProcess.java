package io.github.reactorchutes.limits;

import io.github.reactorchutes.error.ChutesResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;

/** A replica in a process of its own, which can be killed. */
final class ReplicaProcess {

    private ReplicaProcess() {}

    /**
     * Make calls until the platform rejects one, which it does when the limit is exceeded: URL, platform, calls of the
     * account, lease in milliseconds.
     */
    public static void main(String[] arguments) {
        Duration lease = Duration.ofMillis(Long.parseLong(arguments[3]));
        Service service = new Service(
                arguments[0],
                URI.create(arguments[1]),
                limits -> limits.maxCalls(Integer.parseInt(arguments[2])).leaseTime(lease));
        Flux.range(0, Integer.MAX_VALUE)
                .flatMap(
                        i -> service.call()
                                .doOnError(
                                        ChutesResponseException.class,
                                        rejected -> Runtime.getRuntime().halt(3))
                                .onErrorComplete(),
                        10)
                .blockLast();
    }

    static Process start(String url, URI platform, int maxCalls, Duration lease) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaProcess.class.getName(),
                url,
                platform.toString(),
                Integer.toString(maxCalls),
                Long.toString(lease.toMillis()));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

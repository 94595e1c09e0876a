package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.observation.ChutesMetrics;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Measures calls with only a Micrometer registry, here one in memory. */
public final class MetricsWithoutSpring {

    private static final int MEGABYTES_64 = 64 << 20;

    private MetricsWithoutSpring() {}

    /**
     * Run the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        MeterRegistry registry = new SimpleMeterRegistry();
        TextToVideoRequest request =
                TextToVideoRequest.builder("sand runs through an hourglass").build();
        try (Playground playground = new Playground();
                // snippet: metrics
                ChutesClient client =
                        playground.client().filters(ChutesMetrics.of(registry)).build()) {
            // end
            client.textToVideo(request)
                    .flatMap(video -> VideoBytes.collect(video, MEGABYTES_64))
                    .block(Duration.ofMinutes(15));
            for (String name : List.of("first.byte", "body", "call")) {
                Timer timer = registry.get("chutes.client." + name).timer();
                System.out.println(timer.getId().getName() + ": " + timer.count() + " in "
                        + Math.round(timer.totalTime(TimeUnit.MILLISECONDS)) + " ms");
            }
        }
    }
}

package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.Backoff;
import io.github.reactorchutes.resilience.RetryFilter;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.test.Reply;
import java.time.Duration;

/** Waits for a cold model, and is quick to give up one at capacity. What may have been paid is never sent again. */
public final class RetryPolicy {

    private static final int MEGABYTES_64 = 64 << 20;

    private RetryPolicy() {}

    /**
     * Run the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        // snippet: retry-policy
        VideoExchangeFilter retry = RetryFilter.builder()
                .coldStart(Backoff.of(30, Duration.ofMillis(200), Duration.ofSeconds(20)))
                .capacity(Backoff.of(1, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .maxElapsed(Duration.ofMinutes(10))
                .build();
        // end
        VideoExchangeFilter report = (call, next) -> next.exchange(call)
                .doOnError(error -> System.out.println("attempt " + call.attempt() + ": " + error.getMessage()))
                .doOnNext(response -> System.out.println("attempt " + call.attempt() + ": a video"));
        TextToVideoRequest request =
                TextToVideoRequest.builder("a kettle that comes to the boil").build();
        try (Playground playground = new Playground().expecting(Reply.coldStart(2));
                ChutesClient client =
                        playground.client().filter(retry).filter(report).build()) {
            client.textToVideo(request)
                    .flatMap(video -> VideoBytes.collect(video, MEGABYTES_64))
                    .block(Duration.ofMinutes(15));
        }
    }
}

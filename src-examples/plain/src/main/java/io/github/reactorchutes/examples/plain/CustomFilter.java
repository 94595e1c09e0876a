package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoExchangeFilter;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.VideoBytes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Wraps every call: adds a header and observes the end of the body, not just the head. */
public final class CustomFilter {

    private static final int MEGABYTES_64 = 64 << 20;

    private CustomFilter() {}

    /**
     * Run the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        AtomicInteger number = new AtomicInteger();
        // snippet: custom-filter
        VideoExchangeFilter audit = (call, next) -> VideoResponse.doOnEnd(
                next.exchange(call.withHeader("X-Request-Id", "order-" + number.incrementAndGet())),
                end -> System.out.println(
                        call.endpoint().name() + " " + end.outcome() + " after " + end.bytesReceived() + " bytes"));
        // end
        TextToVideoRequest request =
                TextToVideoRequest.builder("a clerk who counts sheep").build();
        try (Playground playground = new Playground();
                ChutesClient client = playground.client().filter(audit).build()) {
            client.textToVideo(request)
                    .flatMap(video -> VideoBytes.collect(video, MEGABYTES_64))
                    .block(Duration.ofMinutes(15));
        }
    }
}

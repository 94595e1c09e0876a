package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.test.Reply;
import java.time.Duration;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Mono;

/** Cancels in the middle of a video: the connection closes and nothing leaks. The generation is still paid. */
public final class CancelMidway {

    private static final long ENOUGH = 100_000;

    private CancelMidway() {}

    /**
     * Run the example.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Reply slow = Reply.videoOfSize(10_000_000).drip(20_000, Duration.ofMillis(10));
        try (Playground playground = new Playground().expecting(slow);
                ChutesClient client = playground.client().build()) {
            Long received = beginning(client).block(Duration.ofMinutes(15));
            System.out.println("stopped after " + received + " bytes");
        }
    }

    private static Mono<Long> beginning(ChutesClient client) {
        TextToVideoRequest request =
                TextToVideoRequest.builder("waves without an end").build();
        // snippet: cancel-midway
        Mono<Long> received = client.exchange(request)
                .doOnNext(response -> response.onEnd(end -> System.out.println("the call is " + end.outcome())))
                .flatMapMany(VideoResponse::body)
                .map(CancelMidway::sizeOfReleased)
                .scan(Long::sum)
                .takeUntil(bytes -> bytes > ENOUGH)
                .last();
        // end
        return received;
    }

    private static long sizeOfReleased(DataBuffer buffer) {
        int size = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return size;
    }
}

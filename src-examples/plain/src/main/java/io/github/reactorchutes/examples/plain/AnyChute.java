package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Looks up a chute in the catalogue, validates a request with its schema, and saves what it answers. */
public final class AnyChute {

    private AnyChute() {}

    /**
     * Run the example.
     *
     * @param arguments the file of the image; by default {@code fox.png}
     */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "fox.png");
        try (Playground playground = new Playground();
                ChutesClient client = playground.client().build()) {
            System.out.println(paint(client, file).block(Duration.ofMinutes(15)));
        }
    }

    private static Mono<SavedVideo> paint(ChutesClient client, Path file) {
        // snippet: catalogue
        Mono<SavedVideo> saved = client.catalogue()
                .describe("harbor-painter")
                .map(chute -> chute.cord("/generate"))
                .map(cord -> cord.requireValid(cord.request()
                        .field("prompt", "a red fox in the snow")
                        .field("width", 512)
                        .build()))
                .flatMap(request -> FileSink.to(file)
                        .overwriting()
                        .saveCall(client.exchange(request).map(VideoResponse::body)));
        // end
        return saved;
    }
}

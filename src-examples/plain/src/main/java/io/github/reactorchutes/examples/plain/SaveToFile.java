package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** Saves a video to a file that is either complete or absent. */
public final class SaveToFile {

    private SaveToFile() {}

    /**
     * Run the example.
     *
     * @param arguments the file of the video; by default {@code fox.mp4}
     */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "fox.mp4");
        try (Playground playground = new Playground();
                ChutesClient client =
                        playground.client().filters(Resilience.defaults()).build()) {
            System.out.println(save(client, file).block(Duration.ofMinutes(15)));
        }
    }

    private static Mono<SavedVideo> save(ChutesClient client, Path file) {
        // snippet: save-to-file
        TextToVideoRequest request =
                TextToVideoRequest.builder("a red fox in the snow").frames(81).build();

        Mono<SavedVideo> saved = FileSink.to(file).overwriting().saveCall(client.textToVideo(request));
        // end
        return saved;
    }
}

package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.error.ChutesResponseException.Reason;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.nio.file.Path;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A typical service: saves videos, and reports when the quota resets. Its test is the example. */
public final class Gallery {

    private final ChutesClient client;

    private final Path directory;

    Gallery(ChutesClient client, Path directory) {
        this.client = client;
        this.directory = directory;
    }

    Mono<String> add(String name, String prompt) {
        TextToVideoRequest request = TextToVideoRequest.builder(prompt).build();
        return FileSink.to(directory.resolve(name + ".mp4"))
                .saveCall(client.textToVideo(request))
                .map(SavedVideo::file)
                .map(file -> "added " + file.getFileName())
                .onErrorResume(ChutesResponseException.class, Gallery::explain);
    }

    private static Mono<String> explain(ChutesResponseException error) {
        return error.reason() == Reason.QUOTA_EXCEEDED
                ? Mono.just("no quota until " + error.quotaResetsAt())
                : Mono.error(error);
    }

    /**
     * Run the service once.
     *
     * @param arguments the directory of the videos; by default the current one
     */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments.length > 0 ? arguments[0] : "");
        try (Playground playground = new Playground();
                ChutesClient client = playground.client().build()) {
            System.out.println(new Gallery(client, directory)
                    .add("garden", "a garden in the rain")
                    .block(Duration.ofMinutes(15)));
        }
    }
}

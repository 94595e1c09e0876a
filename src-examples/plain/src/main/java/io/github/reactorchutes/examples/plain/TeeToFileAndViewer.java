package io.github.reactorchutes.examples.plain;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import io.github.reactorchutes.sink.VideoTee;
import io.github.reactorchutes.sink.VideoTee.Branch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Sends one paid video to two destinations: a file keeps it even if the viewer leaves early. */
public final class TeeToFileAndViewer {

    private TeeToFileAndViewer() {}

    /**
     * Run the example.
     *
     * @param arguments the file of the video; by default {@code tee.mp4}
     */
    public static void main(String[] arguments) {
        Path file = Path.of(arguments.length > 0 ? arguments[0] : "tee.mp4");
        TextToVideoRequest request =
                TextToVideoRequest.builder("a lighthouse in a storm").build();
        try (Playground playground = new Playground();
                ChutesClient client = playground.client().build()) {
            SavedVideo saved = client.textToVideo(request)
                    .flatMap(video -> tee(video, file))
                    .block(Duration.ofMinutes(15));
            System.out.println(saved);
        }
    }

    private static Mono<SavedVideo> tee(Flux<DataBuffer> video, Path file) {
        // snippet: tee
        List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, Branch.optional());

        Mono<SavedVideo> saved = FileSink.to(file).overwriting().save(branches.get(0));
        Mono<Void> viewed = view(branches.get(1));
        return Mono.zip(saved, viewed.thenReturn("viewed"), (kept, done) -> kept);
        // end
    }

    /** Reads only the first buffers. */
    private static Mono<Void> view(Flux<DataBuffer> video) {
        return video.take(3)
                .doOnNext(buffer -> System.out.println("viewer: " + buffer.readableByteCount() + " bytes"))
                .doOnNext(DataBufferUtils::release)
                .then(Mono.fromRunnable(() -> System.out.println("viewer: left")));
    }
}

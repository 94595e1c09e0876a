package io.github.reactorchutes.spring.docs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.SavedVideo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/** A call by hand and the same with the library, for docs/migration.md. */
final class Migration {

    private Migration() {}

    static Mono<Void> before(WebClient webClient, String token, Path file) {
        // snippet: by-hand
        Flux<DataBuffer> video = webClient
                .post()
                .uri("/text2video")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + token)
                .bodyValue(Map.of("prompt", "a red fox", "frames", 81))
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .timeout(Duration.ofMinutes(5))
                .retryWhen(Retry.backoff(1, Duration.ofMillis(100)));

        Mono<Void> saved = DataBufferUtils.write(video, file);
        // end
        return saved;
    }

    static Mono<SavedVideo> after(ChutesClient client, Path file) {
        // snippet: by-library
        TextToVideoRequest request =
                TextToVideoRequest.builder("a red fox").frames(81).build();

        Mono<SavedVideo> saved = FileSink.to(file).saveCall(client.textToVideo(request));
        // end
        return saved;
    }
}

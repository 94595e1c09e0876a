package io.github.reactorchutes.docs;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.auth.ChutesTokenProvider;
import io.github.reactorchutes.error.ChutesBodyException;
import io.github.reactorchutes.error.ChutesOutcomeUnknownException;
import io.github.reactorchutes.error.ChutesResponseException;
import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.fetch.ImageFetcher;
import io.github.reactorchutes.observation.ChutesObservations;
import io.github.reactorchutes.observation.ChutesResilienceMetrics;
import io.github.reactorchutes.operation.Operation;
import io.github.reactorchutes.operation.OperationState;
import io.github.reactorchutes.operation.Operations;
import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.Resolution;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.resilience.Resilience;
import io.github.reactorchutes.sink.FileSink;
import io.github.reactorchutes.sink.ResumableSource;
import io.github.reactorchutes.sink.SavedVideo;
import io.github.reactorchutes.sink.VideoBytes;
import io.github.reactorchutes.sink.VideoTee;
import io.github.reactorchutes.sink.VideoTee.Branch;
import io.github.reactorchutes.sink.VideoTee.WhenFull;
import io.github.reactorchutes.test.ChutesEmulator;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.transport.ProxyProvider;
import reactor.util.function.Tuple2;

/** The code of the documents, so that it compiles; a test holds the documents to it. */
final class Snippets {

    private Snippets() {}

    static Mono<SavedVideo> first(String token) {
        // snippet: first
        ChutesClient client = ChutesClient.builder()
                .apiToken(token)
                .filters(Resilience.defaults())
                .build();

        TextToVideoRequest request = TextToVideoRequest.builder("a red fox running through fresh snow")
                .resolution(Resolution.LANDSCAPE_SD)
                .frames(81)
                .build();

        Mono<SavedVideo> saved = FileSink.to(Path.of("fox.mp4")).saveCall(client.textToVideo(request));
        // end
        return saved;
    }

    static @Nullable SavedVideo withoutToken(Path file) {
        // snippet: without-token
        try (ChutesEmulator emulator = ChutesEmulator.start();
                ChutesClient client = ChutesClient.builder()
                        .baseUrl(emulator.baseUrl())
                        .apiToken("any")
                        .build()) {
            TextToVideoRequest request =
                    TextToVideoRequest.builder("a red fox in the snow").build();
            return FileSink.to(file).saveCall(client.textToVideo(request)).block(Duration.ofMinutes(1));
        }
        // end
    }

    static ChutesClient behindProxy(String token) {
        // snippet: proxy
        ChutesClient client = ChutesClient.builder()
                .apiToken(token)
                .httpClient(http -> http.proxy(proxy -> proxy.type(ProxyProvider.Proxy.HTTP)
                        .host("proxy.example.com")
                        .port(3128)))
                .build();
        // end
        return client;
    }

    static Mono<Tuple2<SavedVideo, SavedVideo>> pair(
            ChutesClient client, TextToVideoRequest fox, TextToVideoRequest cat) {
        // snippet: right-pair
        Mono<Tuple2<SavedVideo, SavedVideo>> both = Mono.zip(
                FileSink.to(Path.of("fox.mp4")).saveCall(client.textToVideo(fox)),
                FileSink.to(Path.of("cat.mp4")).saveCall(client.textToVideo(cat)));
        // end
        return both;
    }

    static Flux<SavedVideo> many(ChutesClient client, List<TextToVideoRequest> requests) {
        // snippet: many
        Flux<SavedVideo> saved = Flux.fromIterable(requests)
                .index()
                .flatMap(
                        next -> FileSink.to(Path.of(next.getT1() + ".mp4")).saveCall(client.textToVideo(next.getT2())),
                        8);
        // end
        return saved;
    }

    static Mono<Void> head(ChutesClient client) {
        // snippet: head
        FastImageToVideoRequest request = FastImageToVideoRequest.builder(
                        "the cat looks up", Image.file(Path.of("cat.png")))
                .build();

        Mono<Void> saved = client.exchange(request).flatMap(response -> {
            System.out.println(response.invocationId() + " after " + response.timeToFirstByte());
            return DataBufferUtils.write(response.body(), Path.of("cat.mp4"));
        });
        // end
        return saved;
    }

    static Flux<DataBuffer> errors(ChutesClient client, TextToVideoRequest request) {
        // snippet: errors
        Flux<DataBuffer> video = client.textToVideo(request)
                .doOnError(ChutesResponseException.class, e -> log(e.status() + " " + e.reason() + " " + e.detail()))
                .doOnError(ChutesOutcomeUnknownException.class, e -> log("may be billed: " + e.phase()))
                .flatMapMany(body -> body)
                .doOnError(ChutesBodyException.class, e -> log(e.reason() + " after " + e.bytesReceived()));
        // end
        return video;
    }

    static ChutesClient tenants(Vault vault) {
        // snippet: tenants
        ChutesTokenProvider perTenant = () -> Mono.deferContextual(context -> vault.tokenOf(context.get("tenant")));

        ChutesClient client = ChutesClient.builder().tokenProvider(perTenant).build();
        // end
        return client;
    }

    static ChuteRequest anyChute() {
        // snippet: any-chute
        ChuteRequest request = ChuteRequest.builder("my-model", URI.create("https://my-model.chutes.ai/animate"))
                .field("prompt", "waves at dusk")
                .field("strength", 0.7)
                .build();
        // end
        return request;
    }

    static ChuteRequest otherMedia() {
        // snippet: other-media
        ChuteRequest request = ChuteRequest.builder("my-painter", URI.create("https://my-painter.chutes.ai/generate"))
                .field("prompt", "a fox in the snow")
                .accept(AcceptedMedia.images())
                .build();
        // end
        return request;
    }

    static ChutesClient observed(String token, ObservationRegistry observationRegistry) {
        // snippet: observed
        ChutesClient client = ChutesClient.builder()
                .apiToken(token)
                .filters(Resilience.defaults())
                .filters(ChutesObservations.of(observationRegistry))
                .build();
        // end
        return client;
    }

    static ChutesClient resilient(String token, MeterRegistry meterRegistry) {
        // snippet: resilience
        Resilience resilience = Resilience.builder()
                .defaults()
                .concurrency(20)
                .deadline(Duration.ofMinutes(10))
                .build();

        ChutesClient client =
                ChutesClient.builder().apiToken(token).filters(resilience).build();

        new ChutesResilienceMetrics(Tags.of("chutes.client", "videos"))
                .filters(resilience)
                .bindTo(meterRegistry);
        // end
        return client;
    }

    static Flux<byte[]> ownership(Flux<DataBuffer> video) {
        // snippet: ownership
        Flux<byte[]> copies = video.map(VideoBytes::take);
        // end
        return copies;
    }

    static Flux<DataBuffer> fetched(ChutesClient client, URI url) {
        // snippet: fetched-image
        ImageFetcher fetcher = ImageFetcher.builder().maxBytes(5_000_000).build();

        Flux<DataBuffer> video = fetcher.fetch(url)
                .map(image ->
                        ImageToVideoRequest.builder("the cat looks up", image).build())
                .flatMap(client::imageToVideo)
                .flatMapMany(body -> body);
        // end
        return video;
    }

    private static void log(String message) {
        System.out.println(message);
    }

    /** Stands for the reader's own code. */
    interface Vault {
        Mono<String> tokenOf(String tenant);
    }

    static Mono<Flux<DataBuffer>> passedOnImage(ChutesClient client, Flux<DataBuffer> upload, long size) {
        // snippet: passed-on-image
        Image once = Image.once(upload, size);
        ImageToVideoRequest request =
                ImageToVideoRequest.builder("the cat looks up", once).build();

        Mono<Flux<DataBuffer>> video = client.imageToVideo(request);
        // end
        return video;
    }

    static Mono<SavedVideo> operation(ChutesClient client, VideoRequest request, String orderId, Path file) {
        // snippet: operation
        Operations operations = client.operations();

        Mono<Operation> ended =
                operations.start(request, "order-" + orderId).flatMap(started -> operations.await(started.id()));

        Mono<SavedVideo> saved = ended.filter(operation -> operation.state() == OperationState.SUCCEEDED)
                .flatMap(operation -> FileSink.to(file)
                        .saveCall(operations.artifact(operation.id(), 0).map(VideoResponse::body)));
        // end
        return saved;
    }

    static Mono<SavedVideo> resumable(Operations operations, Operation operation, Path file) {
        // snippet: resumable
        ResumableSource artifact = (position, etag) -> operations.artifact(operation.id(), 0, position, etag);

        Mono<SavedVideo> saved = FileSink.to(file).saveResumable(artifact);
        // end
        return saved;
    }

    static Mono<SavedVideo> teeWithQueue(
            Flux<DataBuffer> video, Path file, Function<Flux<DataBuffer>, Mono<Void>> viewer) {
        // snippet: tee-with-queue
        Branch watched = Branch.optional().queueing(4_000_000, WhenFull.FAIL);
        List<Flux<DataBuffer>> branches = VideoTee.split(video, Branch.essential(), watched);

        Mono<SavedVideo> saved = FileSink.to(file).save(branches.get(0));
        Mono<Void> viewed = viewer.apply(branches.get(1)).onErrorComplete();
        Mono<SavedVideo> both = Mono.zip(saved, viewed.thenReturn(true)).map(results -> results.getT1());
        // end
        return both;
    }
}

package io.github.reactorchutes.sink;

import io.github.reactorchutes.error.ChutesArtifactException;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Saves media to a part file that the next run continues. */
final class ResumedSaving {

    private final FileSink sink;

    private final ResumableSource source;

    private final LastingPart part;

    private ResumedSaving(FileSink sink, ResumableSource source, LastingPart part) {
        this.sink = sink;
        this.source = source;
        this.part = part;
    }

    static Mono<SavedVideo> of(FileSink sink, ResumableSource source, Mono<VideoResponse> stopped) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> LastingPart.open(sink)).subscribeOn(Schedulers.boundedElastic()),
                part -> new ResumedSaving(sink, source, part).save(stopped),
                ResumedSaving::close);
    }

    private static Mono<Void> close(LastingPart part) {
        return Mono.<Void>fromCallable(() -> {
                    part.close();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<SavedVideo> save(Mono<VideoResponse> stopped) {
        return Mono.firstWithSignal(stopped, response()).flatMap(this::save);
    }

    private Mono<VideoResponse> response() {
        return Mono.defer(() -> source.from(part.length(), part.etag()))
                .onErrorResume(ChutesArtifactException.class, other -> part.length() == 0 ? Mono.error(other) : anew());
    }

    private Mono<VideoResponse> anew() {
        return Mono.fromCallable(() -> {
                    part.discard();
                    return part;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.defer(() -> source.from(0, null)));
    }

    private Mono<SavedVideo> save(VideoResponse response) {
        return new SavingMono(
                response.body(), sink, opened -> part.continued(etag(response)), Schedulers.boundedElastic());
    }

    private static @Nullable String etag(VideoResponse response) {
        List<String> values = response.headers().getOrDefault("ETag", List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}

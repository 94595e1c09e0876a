package io.github.reactorchutes.exchange;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Limits an exchange that may be any publisher, and may tell its end. */
final class LimitedMono extends SingleMono {

    private final Mono<VideoResponse> exchange;

    private final @Nullable Consumer<? super CallEnd> listener;

    LimitedMono(Mono<VideoResponse> exchange, @Nullable Consumer<? super CallEnd> listener) {
        this.exchange = exchange;
        this.listener = listener;
    }

    @Override
    Mono<VideoResponse> exchange(SingleHead head) {
        if (listener != null) {
            head.tell(listener);
        }
        return exchange;
    }
}

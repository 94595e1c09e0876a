package io.github.reactorchutes.exchange;

import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Begins a passage with each subscription. */
final class PassageMono extends SingleMono {

    private final Function<? super Context, ? extends Passage> begin;

    PassageMono(Function<? super Context, ? extends Passage> begin) {
        this.begin = begin;
    }

    @Override
    Mono<VideoResponse> exchange(SingleHead head) {
        Passage passage = begin.apply(head.currentContext());
        head.pass(passage);
        return passage.exchange();
    }
}

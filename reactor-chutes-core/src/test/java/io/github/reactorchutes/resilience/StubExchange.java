package io.github.reactorchutes.resilience;

import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** The end of a chain of filters: answers every call at once with a response that is still under way. */
final class StubExchange implements VideoExchange {

    private final List<ChutesCall> calls = new CopyOnWriteArrayList<>();

    private final List<StubResponse> responses = new CopyOnWriteArrayList<>();

    @Override
    public Mono<VideoResponse> exchange(ChutesCall call) {
        return Mono.fromSupplier(() -> {
            StubResponse response = new StubResponse(call);
            calls.add(call);
            responses.add(response);
            return response;
        });
    }

    List<ChutesCall> calls() {
        return calls;
    }

    List<StubResponse> responses() {
        return responses;
    }

    StubResponse last() {
        return responses.get(responses.size() - 1);
    }
}

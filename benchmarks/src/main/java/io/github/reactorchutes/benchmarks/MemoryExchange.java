package io.github.reactorchutes.benchmarks;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.exchange.ChutesCall;
import io.github.reactorchutes.exchange.VideoExchange;
import io.github.reactorchutes.exchange.VideoResponse;
import reactor.core.publisher.Mono;

/** Responds immediately from memory, with the phases of a call on a pooled connection. */
final class MemoryExchange implements VideoExchange {

    private final int buffers;

    MemoryExchange(int buffers) {
        this.buffers = buffers;
    }

    @Override
    public Mono<VideoResponse> exchange(ChutesCall call) {
        return Mono.fromSupplier(() -> {
            call.listener().phaseEntered(call, CallPhase.POOL_ACQUIRE);
            call.listener().phaseEntered(call, CallPhase.SEND);
            call.listener().phaseEntered(call, CallPhase.FIRST_BYTE);
            return new MemoryResponse(call, buffers);
        });
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.request.RequestBody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The bytes of a request as Netty writes them. Their first demand is the border to "may have been sent". */
final class RequestContent {

    private RequestContent() {}

    /** Return a {@code Mono} for a body in one piece, which is written in one go with its head, else a {@code Flux}. */
    static Publisher<ByteBuf> of(RequestBody body, ByteBufAllocator allocator, LiveCall live) {
        Publisher<DataBuffer> content = body.content(new NettyDataBufferFactory(allocator));
        if (content instanceof Mono<DataBuffer> whole) {
            return whole.doOnSubscribe(subscription -> live.enter(CallPhase.SEND))
                    .map(NettyDataBufferFactory::toByteBuf)
                    .onErrorMap(error -> Failures.contentFailed(live, error));
        }
        return Flux.from(content)
                .doOnSubscribe(subscription -> live.enter(CallPhase.SEND))
                .map(NettyDataBufferFactory::toByteBuf)
                .onErrorMap(error -> Failures.contentFailed(live, error));
    }
}

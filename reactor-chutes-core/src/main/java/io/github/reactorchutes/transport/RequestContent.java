package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.upload.JsonBody;
import io.netty.buffer.ByteBuf;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;

/** Sends the bytes of a request. */
final class RequestContent {

    private RequestContent() {}

    /** Send a small body together with its head, and any other piece by piece. */
    static Mono<Void> send(JsonBody body, NettyOutbound outbound, LiveCall live, UploadClock clock) {
        DataBufferFactory factory = new NettyDataBufferFactory(outbound.alloc());
        if (body.isSmall()) {
            return outbound.send(Mono.fromCallable(() -> make(body, factory, live, clock)))
                    .then();
        }
        Flux<ByteBuf> buffers = body.buffers(factory)
                .map(NettyDataBufferFactory::toByteBuf)
                .onErrorMap(error -> Failures.contentFailed(live, error));
        return Mono.defer(() -> sendHead(outbound, live)).then(new Upload(buffers, live, clock));
    }

    private static ByteBuf make(JsonBody body, DataBufferFactory factory, LiveCall live, UploadClock clock) {
        live.enter(CallPhase.SEND);
        clock.writing();
        try {
            return NettyDataBufferFactory.toByteBuf(body.whole(factory));
        } catch (RuntimeException failure) {
            throw Failures.contentFailed(live, failure);
        }
    }

    /** On a closed channel, this fails before anything is written. */
    private static Mono<Void> sendHead(NettyOutbound outbound, LiveCall live) {
        if (live.channel().isActive()) {
            live.enter(CallPhase.SEND);
        }
        return outbound.then();
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.error.CallPhase;
import io.github.reactorchutes.error.ChutesException;
import io.github.reactorchutes.request.RequestBody;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Callable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.NettyOutbound;

/** Sends the bytes of a request. */
final class RequestContent {

    private RequestContent() {}

    /** Send a body in one piece together with its head, and any other piece by piece. */
    static Mono<Void> send(RequestBody body, NettyOutbound outbound, LiveCall live, UploadClock clock) {
        Publisher<DataBuffer> content = body.content(new NettyDataBufferFactory(outbound.alloc()));
        if (content instanceof Callable<?> whole) {
            return outbound.send(Mono.fromCallable(() -> make(whole, live, clock)))
                    .then();
        }
        Flux<ByteBuf> buffers = Flux.from(content)
                .map(NettyDataBufferFactory::toByteBuf)
                .onErrorMap(error -> Failures.contentFailed(live, error));
        return Mono.defer(() -> sendHead(outbound, live)).then(new Upload(buffers, live.channel(), clock));
    }

    private static ByteBuf make(Callable<?> content, LiveCall live, UploadClock clock) throws ChutesException {
        live.enter(CallPhase.SEND);
        clock.writing();
        try {
            return NettyDataBufferFactory.toByteBuf((DataBuffer) content.call());
        } catch (Exception failure) {
            throw Failures.contentFailed(live, failure);
        }
    }

    /** On a channel that is already closed, this fails before anything is written. */
    private static Mono<Void> sendHead(NettyOutbound outbound, LiveCall live) {
        if (live.channel().isActive()) {
            live.enter(CallPhase.SEND);
        }
        return outbound.then();
    }
}

package io.github.reactorchutes.request;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/** What a server would receive, with an account of the buffers that are still out. */
final class SentBodies {

    static final Duration SOON = Duration.ofSeconds(20);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(allocator);

    static RequestBody prepared(VideoRequest request) {
        return Objects.requireNonNull(request.prepare().block(SOON));
    }

    static String json(VideoRequest request) {
        return new String(new SentBodies().bytes(prepared(request)), StandardCharsets.UTF_8);
    }

    Publisher<DataBuffer> content(RequestBody body) {
        return body.content(factory);
    }

    byte[] bytes(RequestBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Flux.from(content(body))
                .doOnNext(buffer -> bytes.writeBytes(take(buffer)))
                .blockLast(SOON);
        return bytes.toByteArray();
    }

    static byte[] take(DataBuffer buffer) {
        byte[] bytes = new byte[buffer.readableByteCount()];
        buffer.read(bytes);
        DataBufferUtils.release(buffer);
        return bytes;
    }

    long bytesOut() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }
}

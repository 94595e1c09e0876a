package io.github.reactorchutes.upload;

import io.github.reactorchutes.request.VideoRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Collects the bytes that a server would receive, and tracks unreleased buffers. */
public final class SentBodies {

    public static final Duration SOON = Duration.ofSeconds(20);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(allocator);

    static Mono<JsonBody> preparing(VideoRequest request) {
        return JsonBody.of(request, Long.MAX_VALUE);
    }

    public static JsonBody prepared(VideoRequest request) {
        return Objects.requireNonNull(preparing(request).block(SOON));
    }

    public static String json(VideoRequest request) {
        return new String(bytes(request), StandardCharsets.UTF_8);
    }

    public static byte[] bytes(VideoRequest request) {
        return new SentBodies().bytes(prepared(request));
    }

    Flux<DataBuffer> content(JsonBody body) {
        return body.isSmall() ? Mono.fromCallable(() -> body.whole(factory)).flux() : body.buffers(factory);
    }

    byte[] bytes(JsonBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content(body).doOnNext(buffer -> bytes.writeBytes(take(buffer))).blockLast(SOON);
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

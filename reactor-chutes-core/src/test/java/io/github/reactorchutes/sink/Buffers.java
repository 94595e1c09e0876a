package io.github.reactorchutes.sink;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Random;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.Flux;

/** Videos of Netty buffers, with an account of those that are alive. */
final class Buffers {

    static final Duration SOON = Duration.ofSeconds(20);

    static final int SIZE = 1000;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(allocator);

    /** Make the buffer of an index; its bytes are those of {@link #bytes(int)}. */
    DataBuffer buffer(int index) {
        return buffer(bytes(index));
    }

    DataBuffer buffer(byte[] bytes) {
        return factory.allocateBuffer(bytes.length).write(bytes);
    }

    /** Make a video that allocates a buffer when it is asked for one. */
    Flux<DataBuffer> video(int buffers) {
        return Flux.range(0, buffers).map(this::buffer);
    }

    static byte[] bytes(int index) {
        byte[] bytes = new byte[SIZE];
        new Random(index).nextBytes(bytes);
        return bytes;
    }

    static byte[] allBytes(int buffers) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < buffers; i++) {
            all.writeBytes(bytes(i));
        }
        return all.toByteArray();
    }

    long alive() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }
}

package io.github.reactorchutes.body;

import io.netty.buffer.UnpooledByteBufAllocator;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;

/** Makes Netty buffers and keeps an account of those that are alive. */
final class Ledger {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(allocator);

    DataBuffer buffer(byte[] bytes, int from, int size) {
        return factory.allocateBuffer(size).write(bytes, from, size);
    }

    long aliveBytes() {
        return allocator.metric().usedDirectMemory() + allocator.metric().usedHeapMemory();
    }
}

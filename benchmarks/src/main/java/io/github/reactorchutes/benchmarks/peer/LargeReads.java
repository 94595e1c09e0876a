package io.github.reactorchutes.benchmarks.peer;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** The reads of this library, for the peers that can be given them. */
final class LargeReads {

    private LargeReads() {}

    /** As many in a turn as a socket makes by itself, which an allocator made by hand would reduce to one. */
    static RecvByteBufAllocator allocator() {
        return new AdaptiveRecvByteBufAllocator(2048, 2048, 128 * 1024).maxMessagesPerRead(16);
    }
}

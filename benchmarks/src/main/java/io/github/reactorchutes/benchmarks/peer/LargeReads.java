package io.github.reactorchutes.benchmarks.peer;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;

/** The read sizes of this library, for the peers that can use them. */
final class LargeReads {

    private LargeReads() {}

    /** The socket's default number of reads per turn, which a custom allocator would reduce to one. */
    static RecvByteBufAllocator allocator() {
        return new AdaptiveRecvByteBufAllocator(2048, 2048, 128 * 1024).maxMessagesPerRead(16);
    }
}

package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Chooses the size of the reads of one connection; event loop only. The size grows with the received data, up to a
 * limit that follows the demand. With unbounded demand the consumer never pauses, and large reads cost least. A
 * consumer that requests one buffer at a time may pause after any, and one read stays in memory meanwhile.
 *
 * <p>Reactor Netty limits its read-ahead by the number of buffers, regardless of their size
 * (reactor/reactor-netty#1064). Delete the limits by demand when it limits the bytes.
 */
@SuppressWarnings("deprecation") // Netty 5 removes the handle; 4.2 has no replacement
final class ReadSizes extends AdaptiveRecvByteBufAllocator {

    /** Sufficient for most heads. */
    private static final int LEAST = 2 * 1024;

    static final int PIECEMEAL = 32 * 1024;

    static final int BOUNDED = 64 * 1024;

    static final int UNBOUNDED = 128 * 1024;

    /**
     * The default of a socket. A custom allocator defaults to one read per turn (Netty 4.2.18,
     * {@code DefaultMaxMessagesRecvByteBufAllocator}), which loses cache locality with many streams.
     */
    private static final int READS_IN_A_TURN = 16;

    private int limit = BOUNDED;

    ReadSizes() {
        super(LEAST, LEAST, UNBOUNDED);
        maxMessagesPerRead(READS_IN_A_TURN);
    }

    /** Give a channel its own sizes, unless a customizer chose another allocator. */
    static void attach(Channel channel) {
        if (channel.config().getRecvByteBufAllocator() instanceof ReadSizes) {
            channel.config().setRecvByteBufAllocator(new ReadSizes());
        }
    }

    /** Choose the size of the next reads by the demand of the consumer. */
    static void follow(long demand, Channel channel) {
        if (channel.config().getRecvByteBufAllocator() instanceof ReadSizes sizes) {
            sizes.limit = demand == Long.MAX_VALUE ? UNBOUNDED : demand == 1 ? PIECEMEAL : BOUNDED;
        }
    }

    @Override
    public Handle newHandle() {
        return new LimitedHandle((ExtendedHandle) super.newHandle());
    }

    private final class LimitedHandle extends RecvByteBufAllocator.DelegatingHandle implements ExtendedHandle {

        private final ExtendedHandle growing;

        LimitedHandle(ExtendedHandle growing) {
            super(growing);
            this.growing = growing;
        }

        @Override
        public int guess() {
            return Math.min(growing.guess(), limit);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator alloc) {
            return alloc.ioBuffer(guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
            return growing.continueReading(maybeMoreData);
        }
    }
}

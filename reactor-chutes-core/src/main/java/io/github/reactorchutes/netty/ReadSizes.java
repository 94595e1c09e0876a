package io.github.reactorchutes.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Sizes the reads of one connection. They grow with what arrives, up to a limit that follows the demand: whoever takes
 * all that comes never pauses, and large reads cost the least; whoever takes one buffer at a time may pause at any, and
 * holds one read meanwhile. Event loop only.
 *
 * <p>Reactor Netty bounds what it reads ahead by a number of buffers, whatever their size (reactor/reactor-netty#1064). With a
 * bound in bytes, the limits by demand can go.
 */
@SuppressWarnings("deprecation") // the handle goes with Netty 5, and has no other name until then
final class ReadSizes extends AdaptiveRecvByteBufAllocator {

    /** A head takes little. */
    private static final int LEAST = 2 * 1024;

    static final int PIECEMEAL = 32 * 1024;

    static final int BOUNDED = 64 * 1024;

    static final int UNBOUNDED = 128 * 1024;

    /**
     * As many as a socket makes by default. An allocator that is made by hand makes one (Netty 4.2.18, {@code
     * DefaultMaxMessagesRecvByteBufAllocator}), and with many streams each read then finds what it needs gone from the caches.
     */
    private static final int READS_IN_A_TURN = 16;

    private int limit = BOUNDED;

    ReadSizes() {
        super(LEAST, LEAST, UNBOUNDED);
        maxMessagesPerRead(READS_IN_A_TURN);
    }

    /** Give a channel sizes of its own, unless a customizer chose others. */
    static void attach(Channel channel) {
        if (channel.config().getRecvByteBufAllocator() instanceof ReadSizes) {
            channel.config().setRecvByteBufAllocator(new ReadSizes());
        }
    }

    /** Size the reads to come of a channel by the demand of its consumer. */
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

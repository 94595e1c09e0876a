package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends a body piece by piece, never more than the socket takes. */
record BodyStep(ReplyBody body, long limit, boolean chunked, int pieceBytes, Duration interval) implements Step {

    @Override
    public void play(Exchange exchange, Runnable next) {
        new Pump(exchange, next).run();
    }

    private final class Pump implements Runnable {

        private final Exchange exchange;
        private final Runnable next;
        private long offset;

        Pump(Exchange exchange, Runnable next) {
            this.exchange = exchange;
            this.next = next;
        }

        @Override
        public void run() {
            while (offset < limit && exchange.channel().isActive()) {
                piece();
                if (!interval.isZero() && offset < limit) {
                    exchange.channel().flush();
                    exchange.later(interval, this);
                    return;
                }
                if (!exchange.channel().isWritable()) {
                    exchange.flushThen(this);
                    return;
                }
            }
            next.run();
        }

        private void piece() {
            int count = (int) Math.min(pieceBytes, limit - offset);
            ByteBuf piece = exchange.channel().alloc().buffer(count + 16);
            if (chunked) {
                piece.writeCharSequence(Integer.toHexString(count) + "\r\n", StandardCharsets.US_ASCII);
            }
            body.copy(offset, count, piece);
            if (chunked) {
                piece.writeShort(0x0d0a);
            }
            offset += count;
            exchange.write(piece, count);
        }
    }
}

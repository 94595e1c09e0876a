package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends a body in pieces, never more than the socket accepts. */
record BodyStep(ReplyBody body, long limit, boolean chunked, int pieceBytes, Duration interval) implements Step {

    @Override
    public void play(ReplyPlayer player, Runnable next) {
        new Pump(player, next).run();
    }

    private final class Pump implements Runnable {

        private final ReplyPlayer player;
        private final Runnable next;
        private long offset;

        Pump(ReplyPlayer player, Runnable next) {
            this.player = player;
            this.next = next;
        }

        @Override
        public void run() {
            while (offset < limit && player.channel().isActive()) {
                piece();
                if (!interval.isZero() && offset < limit) {
                    player.channel().flush();
                    player.later(interval, this);
                    return;
                }
                if (!player.channel().isWritable()) {
                    player.flushThen(this);
                    return;
                }
            }
            next.run();
        }

        private void piece() {
            int count = (int) Math.min(pieceBytes, limit - offset);
            ByteBuf piece = player.channel().alloc().buffer(count + 16);
            if (chunked) {
                piece.writeCharSequence(Integer.toHexString(count) + "\r\n", StandardCharsets.US_ASCII);
            }
            body.copy(offset, count, piece);
            if (chunked) {
                piece.writeShort(0x0d0a);
            }
            offset += count;
            player.write(piece, count);
        }
    }
}

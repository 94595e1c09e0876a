package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/** Plays the steps of one reply on the connection's event loop. */
final class ReplyPlayer {

    private final ServerConnection connection;
    private final RequestLog log;
    private final RecordedRequest record;

    ReplyPlayer(ServerConnection connection, RequestLog log, RecordedRequest record) {
        this.connection = connection;
        this.log = log;
        this.record = record;
    }

    Channel channel() {
        return connection.channel();
    }

    /** Start the reply after the generation, which frees its instance even if the client has disconnected. */
    void play(Answer answer, boolean keepAlive, long receivedNanos) {
        Iterator<Step> steps =
                ReplySteps.of(answer.plan(), answer.body(), keepAlive).iterator();
        Duration left = answer.generation().minusNanos(System.nanoTime() - receivedNanos);
        later(left, () -> {
            answer.release().run();
            advance(steps);
        });
    }

    /** Queue bytes for the socket, of which {@code bodyBytes} are payload. */
    void write(ByteBuf bytes, int bodyBytes) {
        channel().write(bytes).addListener(future -> {
            if (future.isSuccess()) {
                record.written(bodyBytes);
            } else if (!(future.cause() instanceof ClosedChannelException)) {
                connection.brokenPipe();
            }
        });
    }

    /** Run a task once the socket has accepted all queued bytes. */
    void flushThen(Runnable task) {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> {
            if (future.isSuccess()) {
                task.run();
            }
        });
    }

    /** Run a task on the event loop, even if the connection has closed by then. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void later(Duration delay, Runnable task) {
        if (delay.isZero() || delay.isNegative()) {
            task.run();
        } else {
            channel().eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** End the exchange once the socket has accepted the whole reply. */
    void finish(Ending ending) {
        if (ending == Ending.KEEP) {
            record.replied();
        }
        flushThen(() -> end(ending));
    }

    private void advance(Iterator<Step> steps) {
        if (channel().isActive() && steps.hasNext()) {
            steps.next().play(this, () -> advance(steps));
        }
    }

    private void end(Ending ending) {
        switch (ending) {
            case STALL -> {}
            case KEEP -> {
                log.ended(record, ExchangeEnd.COMPLETED);
                connection.ready();
            }
            case CLOSE, LINGER, RESET -> {
                log.ended(record, ExchangeEnd.SERVER_CLOSED);
                connection.close(ending);
            }
        }
    }
}

package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** One request and its reply, on the connection's event loop. Parsing and drawing happen elsewhere. */
final class Exchange {

    private static final Logger logger = LoggerFactory.getLogger(Exchange.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PREALLOCATED = 128L * 1024 * 1024;

    private final ServerConnection connection;
    private final Backstage backstage;
    private final RecordedRequest record;
    private final boolean keepAlive;
    private final @Nullable Reply scripted;
    private ByteArrayOutputStream upload = new ByteArrayOutputStream(0);
    private boolean replying;
    private boolean early;

    Exchange(ServerConnection connection, Backstage backstage, RecordedRequest record, HttpRequest request) {
        this.connection = connection;
        this.backstage = backstage;
        this.record = record;
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.scripted = Platform.isPing(record.method(), record.path())
                ? null
                : backstage.script().next();
        begin(request);
    }

    Channel channel() {
        return connection.channel();
    }

    /** Tells whether the reply is being prepared or sent, so that the next request has to wait. */
    boolean replying() {
        return replying;
    }

    /** Tells whether the reply came before the upload, whose rest is of no use. */
    boolean discarding() {
        return early;
    }

    /** Takes a piece of the request's body. */
    void upload(ByteBuf content) {
        if (replying) {
            return;
        }
        try {
            content.readBytes(upload, content.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        refuseIfLongerThanAllowed(upload.size());
    }

    /** Answers a request that was read to its end. */
    void uploaded() {
        if (replying) {
            return;
        }
        replying = true;
        long received = System.nanoTime();
        Mono.fromCallable(this::answer)
                .subscribeOn(backstage.drawing())
                .subscribe(
                        answer -> channel().eventLoop().execute(() -> play(answer, received)),
                        failure -> abandon(failure));
    }

    /** Ends an exchange whose connection is gone. */
    void disconnected(ExchangeEnd end) {
        if (!record.bodyComplete()) {
            backstage.log().received(record);
        }
        backstage.log().ended(record, end);
    }

    /** Queues bytes for the socket, {@code bodyBytes} of them payload. */
    void write(ByteBuf bytes, int bodyBytes) {
        channel().write(bytes).addListener(future -> {
            if (future.isSuccess()) {
                record.written(bodyBytes);
            } else if (!(future.cause() instanceof ClosedChannelException)) {
                connection.brokenPipe();
            }
        });
    }

    /** Runs a task once the socket took everything that was queued. */
    void flushThen(Runnable task) {
        channel().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> {
            if (future.isSuccess()) {
                task.run();
            }
        });
    }

    /** Ends the exchange once the socket took the whole reply. */
    void finish(Ending ending) {
        if (ending == Ending.KEEP) {
            record.replied();
        }
        flushThen(() -> end(ending));
    }

    /** Runs a task on the event loop, even if the connection is gone by then. */
    @SuppressWarnings("FutureReturnValueIgnored")
    void later(Duration delay, Runnable task) {
        if (delay.isZero() || delay.isNegative()) {
            task.run();
        } else {
            channel().eventLoop().schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void begin(HttpRequest request) {
        long length = HttpUtil.getContentLength(request, 0L);
        if (scripted != null && scripted.plan.beforeUpload) {
            answerEarly(scripted);
        } else {
            refuseIfLongerThanAllowed(length);
        }
        if (!replying) {
            upload = new ByteArrayOutputStream((int) Math.min(length, PREALLOCATED));
            invite(request);
        }
    }

    private void invite(HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request)) {
            write(Unpooled.wrappedBuffer(CONTINUE), 0);
            channel().flush();
        }
    }

    private void refuseIfLongerThanAllowed(long bytes) {
        if (scripted == null && bytes > backstage.maxRequestBytes()) {
            answerEarly(PlatformError.BODY_TOO_LARGE.reply().beforeUpload());
        }
    }

    private void answerEarly(Reply reply) {
        replying = true;
        early = true;
        backstage.log().received(record);
        play(Answer.atOnce(reply), System.nanoTime());
    }

    private Answer answer() {
        byte[] raw = upload.toByteArray();
        ParsedBody parsed = ParsedBody.parse(raw);
        record.received(new RecordedBody(raw, parsed));
        try {
            return backstage.platform().answer(record, parsed, scripted);
        } finally {
            backstage.log().received(record);
        }
    }

    private void play(Answer answer, long received) {
        logger.debug("{} is answered {}", record, answer.plan().status);
        Iterator<Step> steps =
                ReplySteps.of(answer.plan(), answer.body(), keepAlive).iterator();
        Duration left = answer.generation().minusNanos(System.nanoTime() - received);
        later(left, () -> {
            answer.release().run();
            advance(steps);
        });
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
                backstage.log().ended(record, ExchangeEnd.COMPLETED);
                connection.ready();
            }
            case CLOSE, LINGER, RESET -> {
                backstage.log().ended(record, ExchangeEnd.SERVER_CLOSED);
                connection.close(ending);
            }
        }
    }

    private void abandon(Throwable failure) {
        logger.error("{} could not be answered", record, failure);
        connection.close(Ending.CLOSE);
    }
}

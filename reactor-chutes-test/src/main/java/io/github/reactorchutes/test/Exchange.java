package io.github.reactorchutes.test;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Reads one request and plays its reply on the connection's event loop. Parsing and drawing run elsewhere. */
final class Exchange {

    private static final Logger logger = LoggerFactory.getLogger(Exchange.class);
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PREALLOCATED_BYTES = 128L * 1024 * 1024;

    private final ServerConnection connection;
    private final Backstage backstage;
    private final RecordedRequest record;
    private final ReplyPlayer player;
    private final boolean keepAlive;
    private final @Nullable Reply scripted;
    private ByteArrayOutputStream upload = new ByteArrayOutputStream(0);
    private boolean replying;
    private boolean discarding;
    private boolean published;

    Exchange(ServerConnection connection, Backstage backstage, RecordedRequest record, HttpRequest request) {
        this.connection = connection;
        this.backstage = backstage;
        this.record = record;
        this.player = new ReplyPlayer(connection, backstage.log(), record);
        this.keepAlive = HttpUtil.isKeepAlive(request);
        boolean query = Queries.isQuery(record.method(), record.path());
        this.scripted = query ? null : backstage.script().next();
        begin(request);
    }

    /** Return whether the reply is being prepared or sent, so that the next request must wait. */
    boolean replying() {
        return replying;
    }

    /** Return whether the reply preceded the upload, whose rest is discarded. */
    boolean discarding() {
        return discarding;
    }

    /** Accept a piece of the request body. */
    void upload(ByteBuf content) {
        if (discarding) {
            return;
        }
        try {
            content.readBytes(upload, content.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        refuseIfLongerThanAllowed(upload.size());
    }

    /** Reply to a completely read request. */
    void uploaded() {
        if (discarding) {
            return;
        }
        replying = true;
        long received = System.nanoTime();
        Mono.fromCallable(this::answer)
                .subscribeOn(backstage.drawing())
                .subscribe(
                        answer -> connection.channel().eventLoop().execute(() -> play(answer, received)),
                        this::abandon);
    }

    /** End an exchange whose connection was closed. */
    void disconnected(ExchangeEnd end) {
        publish();
        backstage.log().ended(record, end);
    }

    private void begin(HttpRequest request) {
        long length = HttpUtil.getContentLength(request, 0L);
        if (scripted != null && scripted.plan.beforeUpload) {
            answerEarly(scripted);
        } else {
            refuseIfLongerThanAllowed(length);
        }
        if (!discarding) {
            upload = new ByteArrayOutputStream((int) Math.min(length, PREALLOCATED_BYTES));
            invite(request);
        }
    }

    private void invite(HttpRequest request) {
        if (HttpUtil.is100ContinueExpected(request)) {
            player.write(Unpooled.wrappedBuffer(CONTINUE), 0);
            connection.channel().flush();
        }
    }

    private void refuseIfLongerThanAllowed(long bytes) {
        if (scripted == null && bytes > backstage.maxRequestBytes()) {
            answerEarly(PlatformError.BODY_TOO_LARGE.reply().beforeUpload());
        }
    }

    private void answerEarly(Reply reply) {
        replying = true;
        discarding = true;
        play(Answer.atOnce(reply), System.nanoTime());
    }

    private Answer answer() {
        byte[] raw = upload.toByteArray();
        ParsedBody parsed = ParsedBody.parse(raw);
        record.received(new RecordedBody(raw, parsed));
        return backstage.platform().answer(record, parsed, scripted);
    }

    private void play(Answer answer, long receivedNanos) {
        logger.debug("{}: replying {}", record, answer.plan().status);
        publish();
        player.play(answer, keepAlive, receivedNanos);
    }

    private void publish() {
        if (!published) {
            published = true;
            backstage.log().received(record);
        }
    }

    private void abandon(Throwable failure) {
        if (connection.channel().isActive()) {
            logger.error("{}: the reply failed", record, failure);
        }
        connection.close(Ending.CLOSE);
    }
}

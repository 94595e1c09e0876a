package io.github.reactorchutes.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VideoServerTests {

    private final EmbeddedChannel server = new EmbeddedChannel(new HttpRequestDecoder(), new VideoServer());

    @BeforeEach
    void boundsWhatIsWritten() {
        server.config()
                .setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 512 << 10));
    }

    /** A write can fill the channel, and its flush empty it, within the write. */
    @ParameterizedTest
    @ValueSource(ints = {100, 65_536, 1_048_576, 1_048_612, 16_777_216})
    void answersOneRequestAfterTheOtherWithAWholeVideoEach(int bytes) {
        EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());

        for (int call = 0; call < 3; call++) {
            exchange(client, Integer.toString(bytes));
        }

        Received received = Received.by(client);
        assertThat(received.heads()).isEqualTo(3);
        assertThat(received.lengths()).isZero();
        assertThat(received.bytes()).isEqualTo(3L * bytes);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 65_536, 1_048_612})
    void answersWithALengthIfThePathAsksForIt(int bytes) {
        EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());

        exchange(client, bytes + "/length");
        exchange(client, bytes + "/length");

        assertThat(Received.by(client)).isEqualTo(new Received(2, 2, 2L * bytes));
    }

    @Test
    void waitsForTheDelayOfThePath() {
        EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());
        server.freezeTime();

        exchange(client, "100/50/length");
        assertThat(Received.by(client).heads()).isZero();

        server.advanceTimeBy(50, TimeUnit.MILLISECONDS);
        server.runScheduledPendingTasks();
        receive(client);
        assertThat(Received.by(client)).isEqualTo(new Received(1, 1, 100));
    }

    @Test
    void sendsAtThePaceOfThePath() {
        EmbeddedChannel client = new EmbeddedChannel(new HttpResponseDecoder());
        server.freezeTime();

        exchange(client, "1250000/100mbit");
        long first = Received.by(client).bytes();
        long soon = receiveFor(50, client);
        long rest = receiveFor(100, client);

        assertThat(first).isLessThan(100_000);
        assertThat(soon).isBetween(500_000L, 625_000L);
        assertThat(first + soon + rest).isEqualTo(1_250_000);
    }

    /** A consumer that keeps up would get a whole video in one turn of the event loop, and others wait. */
    @Test
    void goesOnInTheNextTurnWhenAWriteMadeRoom() {
        NestedWrites nested = new NestedWrites();
        server.pipeline().addFirst(nested);

        server.writeInbound(request("16777216"));

        assertThat(nested.rooms).isPositive();
        assertThat(nested.writes).isZero();
        server.releaseOutbound();
    }

    private void exchange(EmbeddedChannel client, String path) {
        server.writeInbound(request(path));
        receive(client);
    }

    private long receiveFor(int millis, EmbeddedChannel client) {
        for (int i = 0; i < millis; i++) {
            server.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            server.runScheduledPendingTasks();
            receive(client);
        }
        return Received.by(client).bytes();
    }

    private void receive(EmbeddedChannel client) {
        for (ByteBuf sent = server.readOutbound(); sent != null; sent = server.readOutbound()) {
            client.writeInbound(sent);
        }
    }

    private static ByteBuf request(String path) {
        return Unpooled.copiedBuffer(
                "POST /" + path + "/text2video HTTP/1.1\r\nContent-Length: 0\r\n\r\n", StandardCharsets.US_ASCII);
    }

    private static final class NestedWrites extends ChannelDuplexHandler {

        private int rooms;

        private int writes;

        private boolean inside;

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            rooms++;
            inside = true;
            context.fireChannelWritabilityChanged();
            inside = false;
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
            if (inside) {
                writes++;
            }
            super.write(context, message, promise);
        }
    }

    private record Received(int heads, int lengths, long bytes) {

        static Received by(EmbeddedChannel client) {
            int heads = 0;
            int lengths = 0;
            long bytes = 0;
            for (Object message = client.readInbound(); message != null; message = client.readInbound()) {
                if (message instanceof HttpResponse head) {
                    assertThat(head.decoderResult().isSuccess()).isTrue();
                    heads++;
                    lengths += HttpUtil.isContentLengthSet(head) ? 1 : 0;
                }
                if (message instanceof HttpContent content) {
                    bytes += content.content().readableBytes();
                    content.release();
                }
            }
            return new Received(heads, lengths, bytes);
        }
    }
}

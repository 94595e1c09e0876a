package io.github.reactorchutes.benchmarks.peer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A bare Netty pipeline written for this purpose: the upper limit on Netty. */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
final class RawNettyPeer implements Peer {

    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(EpollIoHandler.newFactory());

    private final Queue<Channel> idle = new ConcurrentLinkedQueue<>();

    private final URI base;

    private final Bootstrap bootstrap;

    RawNettyPeer(URI base) {
        this.base = base;
        SslContext tls = base.getScheme().equals("https") ? Trust.context(SslProvider.OPENSSL) : null;
        this.bootstrap = new Bootstrap()
                .group(loops)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.RECVBUF_ALLOCATOR, LargeReads.allocator())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) {
                            channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                        }
                        channel.pipeline().addLast(codec(), new Counter());
                    }
                });
    }

    private static HttpClientCodec codec() {
        return new HttpClientCodec(new HttpDecoderConfig().setMaxChunkSize(1024 * 1024), false, false);
    }

    @Override
    public CompletableFuture<Long> download() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        Channel channel = idle.poll();
        if (channel != null) {
            send(channel, result);
        } else {
            ChannelFuture connect = bootstrap.connect(base.getHost(), base.getPort());
            connect.addListener(done -> {
                if (done.isSuccess()) {
                    send(connect.channel(), result);
                } else {
                    result.completeExceptionally(done.cause());
                }
            });
        }
        return result;
    }

    private void send(Channel channel, CompletableFuture<Long> result) {
        channel.eventLoop().execute(() -> expect(channel, result));
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1,
                HttpMethod.POST,
                base.getPath() + "/text2video",
                Unpooled.copiedBuffer(JSON, StandardCharsets.UTF_8));
        request.headers()
                .set(HttpHeaderNames.HOST, base.getAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, JSON.length());
        channel.writeAndFlush(request, channel.voidPromise());
    }

    /** A channel that was closed while idle has no handler. */
    private static void expect(Channel channel, CompletableFuture<Long> result) {
        Counter counter = channel.pipeline().get(Counter.class);
        if (counter != null && channel.isActive()) {
            counter.result = result;
        } else {
            result.completeExceptionally(new ClosedChannelException());
        }
    }

    @Override
    public void close() {
        loops.shutdownGracefully();
    }

    private final class Counter extends SimpleChannelInboundHandler<HttpObject> {

        private @Nullable CompletableFuture<Long> result;

        private long sum;

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
            if (message.decoderResult().isFailure()) {
                fail(message.decoderResult().cause());
            }
            if (message instanceof HttpContent content) {
                sum += content.content().readableBytes();
            }
            CompletableFuture<Long> waiting = result;
            if (message instanceof LastHttpContent && waiting != null) {
                long size = sum;
                sum = 0;
                idle.add(context.channel());
                waiting.complete(size);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            fail(new ClosedChannelException());
        }

        private void fail(Throwable cause) {
            if (result != null) {
                result.completeExceptionally(cause);
            }
        }
    }
}

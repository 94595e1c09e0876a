package io.github.reactorchutes.lifecycle;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import reactor.netty.NettyPipeline;

/** Runs something in the very moment in which the client reads a head: when it asks for the type. */
final class HeadHook extends ChannelInboundHandlerAdapter {

    private final Runnable hook;

    private HeadHook(Runnable hook) {
        this.hook = hook;
    }

    static void install(Channel channel, Runnable hook) {
        channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, "test.headHook", new HeadHook(hook));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        context.fireChannelRead(message instanceof HttpResponse response ? hooked(response) : message);
    }

    private HttpResponse hooked(HttpResponse response) {
        HttpHeaders headers = new HookedHeaders();
        headers.set(response.headers());
        return new DefaultHttpResponse(response.protocolVersion(), response.status(), headers);
    }

    private final class HookedHeaders extends DefaultHttpHeaders {

        @Override
        public String get(CharSequence name) {
            if (HttpHeaderNames.CONTENT_TYPE.contentEqualsIgnoreCase(name)) {
                hook.run();
            }
            return super.get(name);
        }
    }
}

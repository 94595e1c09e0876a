package io.github.reactorchutes.test;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.time.Duration;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.TcpServer;

/**
 * The listening socket and its threads. Serves TCP and writes HTTP itself, so that a reply can violate the protocol.
 */
final class EmulatorServer {

    private static final Duration STOP = Duration.ofSeconds(5);
    private static final int MAX_HEADER_BYTES = 64 * 1024;
    private static final int THREADS = 2;

    private final EmulatorOptions options;
    private final RequestLog log;
    private final ReplyScript script = new ReplyScript();
    private final Platform platform;
    private final LoopResources loops = LoopResources.create("chutes-emulator", THREADS, true);
    private final Scheduler drawing =
            Schedulers.newBoundedElastic(THREADS, Integer.MAX_VALUE, "chutes-emulator-draw", 10, true);
    private final Backstage backstage;
    private final DisposableServer listener;

    private EmulatorServer(EmulatorOptions options) {
        this.options = options;
        this.log = new RequestLog(options.tls ? "https" : "http");
        this.platform = new Platform(options, script);
        this.backstage = new Backstage(log, script, platform, drawing, options.maxRequestBytes);
        this.listener = listen();
    }

    static EmulatorServer start(EmulatorOptions options) {
        return new EmulatorServer(options);
    }

    int port() {
        return listener.port();
    }

    void reset() {
        script.reset();
        platform.reset();
        log.reset();
    }

    /** Stop even on an interrupted thread, such as after the timeout of a test, and leave it interrupted. */
    void close() {
        boolean interrupted = Thread.interrupted();
        try {
            stop();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stop from the outside inwards, so that no request meets a stopped executor. */
    private void stop() {
        try {
            listener.disposeNow(STOP);
            log.closeAll(STOP);
        } finally {
            loops.disposeLater(Duration.ZERO, STOP).block(STOP);
            drawing.dispose();
        }
    }

    private DisposableServer listen() {
        TcpServer server = TcpServer.create()
                .runOn(loops, false)
                .host(options.host)
                .port(options.port)
                .doOnChannelInit((observer, channel, address) -> serve(channel));
        if (options.sendBufferBytes > 0) {
            server = server.childOption(ChannelOption.SO_SNDBUF, options.sendBufferBytes);
        }
        if (options.tls) {
            server = server.secure(ssl -> ssl.sslContext(EmulatorIdentity.load().serverContext()));
        }
        return server.bindNow();
    }

    private void serve(Channel channel) {
        HttpDecoderConfig limits = new HttpDecoderConfig().setMaxHeaderSize(MAX_HEADER_BYTES);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "chutes.decoder", new HttpRequestDecoder(limits));
        pipeline.addBefore(NettyPipeline.ReactiveBridge, "chutes.connection", new ServerConnection(backstage, channel));
    }

    RequestLog log() {
        return log;
    }

    ReplyScript script() {
        return script;
    }

    EmulatedAccount account() {
        return platform.account();
    }

    EmulatedOperations operations() {
        return platform.operations();
    }

    Chutes chutes() {
        return platform.chutes();
    }
}

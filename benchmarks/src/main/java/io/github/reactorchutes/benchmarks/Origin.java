package io.github.reactorchutes.benchmarks;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/**
 * Serves the videos of {@link VideoPath}s: chunked as the platform does, unless a path asks for a Content-Length. Runs in
 * its own JVM, so that only the client is measured. Its sockets use the congestion control {@code cubic}: {@code bbr}, a common default, stalls idle
 * connections on loopback.
 */
public final class Origin implements AutoCloseable {

    private static final int MAX_NAME = 16;

    /** Level and number are Linux's IPPROTO_TCP and TCP_CONGESTION. */
    private static final RawUnixChannelOption CONGESTION_CONTROL =
            new RawUnixChannelOption("TCP_CONGESTION", 6, 13, MAX_NAME);

    private final Process process;

    private final int plainPort;

    private final int tlsPort;

    private Origin(Process process, int plainPort, int tlsPort) {
        this.process = process;
        this.plainPort = plainPort;
        this.tlsPort = tlsPort;
    }

    /** Start an origin in another JVM. */
    static Origin fork() throws IOException {
        Process process = Jvm.start(List.of("-Xmx512m", "-XX:MaxDirectMemorySize=4g"), Origin.class, List.of());
        BufferedReader ports = process.inputReader(StandardCharsets.UTF_8);
        int plainPort = Integer.parseInt(ports.readLine());
        return new Origin(process, plainPort, Integer.parseInt(ports.readLine()));
    }

    /** Return the URL of the videos of a {@link VideoPath#prefix}. */
    URI url(String scheme, String path) {
        int port = scheme.equals("https") ? tlsPort : plainPort;
        return URI.create(scheme + "://localhost:" + port + "/" + path);
    }

    @Override
    public void close() {
        process.destroy();
    }

    public static void main(String[] arguments) throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(EpollIoHandler.newFactory());
        var identity = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        SslContext tls = SslContextBuilder.forServer(identity.toKeyManagerFactory())
                .protocols("TLSv1.3")
                .build();
        System.out.println(bind(loops, channel -> {}));
        System.out.println(bind(loops, channel -> channel.pipeline().addLast(tls.newHandler(channel.alloc()))));
        while (System.in.read() >= 0) {
            // until the JVM that started this one ends
        }
        System.exit(0);
    }

    private static int bind(EventLoopGroup loops, Consumer<Channel> security) {
        Channel server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory()), loops)
                .channel(EpollServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 16_384)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 512 << 10))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.config().setOption(CONGESTION_CONTROL, cubic());
                        security.accept(channel);
                        channel.pipeline().addLast(new HttpRequestDecoder(), new VideoServer());
                    }
                })
                .bind("localhost", 0)
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    private static ByteBuffer cubic() {
        ByteBuffer name = ByteBuffer.allocateDirect(MAX_NAME);
        name.put("cubic".getBytes(StandardCharsets.US_ASCII));
        return name.rewind();
    }
}

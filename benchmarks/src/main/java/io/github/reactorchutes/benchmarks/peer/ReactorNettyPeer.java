package io.github.reactorchutes.benchmarks.peer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Bare Reactor Netty, without guards, verification and error bodies. */
final class ReactorNettyPeer implements ReactivePeer {

    static final int MAX_CONNECTIONS = 16_384;

    private final HttpClient client;

    private final Supplier<String> json;

    private ReactorNettyPeer(HttpClient client) {
        this(client, () -> JSON);
    }

    private ReactorNettyPeer(HttpClient client, Supplier<String> json) {
        this.client = client;
        this.json = json;
    }

    static ReactorNettyPeer withDefaults(URI base) {
        return new ReactorNettyPeer(client(base, SslProvider.JDK));
    }

    /** With a large image in each request, built as a string. */
    static ReactorNettyPeer uploading(URI base) {
        return new ReactorNettyPeer(client(base, SslProvider.JDK), LargeImage::json);
    }

    static ReactorNettyPeer withOpenSsl(URI base) {
        return new ReactorNettyPeer(client(base, SslProvider.OPENSSL));
    }

    @SuppressWarnings("deprecation") // maxChunkSize is removed in Netty 5 and has no replacement until then
    static ReactorNettyPeer tuned(URI base) {
        return new ReactorNettyPeer(client(base, SslProvider.OPENSSL)
                .option(ChannelOption.RECVBUF_ALLOCATOR, LargeReads.allocator())
                .httpResponseDecoder(decoder -> decoder.maxChunkSize(1024 * 1024)));
    }

    /** Create a client that trusts the origin, with one of the TLS implementations. */
    static HttpClient client(URI base, SslProvider provider) {
        HttpClient client = HttpClient.create(ConnectionProvider.builder("bare")
                        .maxConnections(MAX_CONNECTIONS)
                        .build())
                .baseUrl(base.toString());
        return base.getScheme().equals("https") ? trusting(client, provider) : client;
    }

    static HttpClient trusting(HttpClient client, SslProvider provider) {
        SslContext tls = Trust.context(provider);
        return client.secure(spec -> spec.sslContext(tls));
    }

    @Override
    public Flux<Integer> sizes() {
        return client.post()
                .uri("/text2video")
                .send(Mono.fromSupplier(() -> Unpooled.copiedBuffer(json.get(), StandardCharsets.UTF_8)))
                .response((response, body) -> body.map(ByteBuf::readableBytes));
    }
}

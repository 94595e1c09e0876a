package io.github.reactorchutes.benchmarks.peer;

import io.netty.handler.ssl.SslProvider;
import java.net.URI;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;

/** Spring's client, on Reactor Netty with its defaults. */
final class WebClientPeer implements ReactivePeer {

    private final WebClient client;

    WebClientPeer(URI base) {
        this.client = WebClient.builder()
                .baseUrl(base.toString())
                .clientConnector(new ReactorClientHttpConnector(ReactorNettyPeer.client(base, SslProvider.JDK)))
                .build();
    }

    @Override
    public Flux<Integer> sizes() {
        return client.post()
                .uri("/text2video")
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON)
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .map(WebClientPeer::drop);
    }

    static int drop(DataBuffer buffer) {
        int size = buffer.readableByteCount();
        DataBufferUtils.release(buffer);
        return size;
    }
}

package io.github.reactorchutes.benchmarks.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/** The JDK's client, with bodies as publishers. */
final class JdkPeer implements Peer {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(Trust.context())
            .build();

    private final HttpRequest request;

    JdkPeer(URI base) {
        this.request = HttpRequest.newBuilder(URI.create(base + "/text2video"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON))
                .build();
    }

    @Override
    public CompletableFuture<Long> download() {
        return client.sendAsync(request, BodyHandlers.ofPublisher())
                .thenCompose(response -> count(JdkFlowAdapter.flowPublisherToFlux(response.body())));
    }

    private static CompletableFuture<Long> count(Flux<List<ByteBuffer>> body) {
        return body.reduce(0L, JdkPeer::add).toFuture();
    }

    private static long add(long sum, List<ByteBuffer> buffers) {
        for (ByteBuffer buffer : buffers) {
            sum += buffer.remaining();
        }
        return sum;
    }
}

package io.github.reactorchutes.benchmarks.peer;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http2.HttpVersionPolicy;

/** Apache HttpClient 5, asynchronous. */
@SuppressWarnings("FutureReturnValueIgnored") // the download reports the outcome
final class ApachePeer implements Peer {

    private final CloseableHttpAsyncClient client = HttpAsyncClients.custom()
            .setConnectionManager(PoolingAsyncClientConnectionManagerBuilder.create()
                    .setTlsStrategy(ClientTlsStrategyBuilder.create()
                            .setSslContext(Trust.context())
                            .buildAsync())
                    .setDefaultTlsConfig(TlsConfig.custom()
                            .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                            .build())
                    .setMaxConnTotal(1024)
                    .setMaxConnPerRoute(1024)
                    .build())
            .build();

    private final SimpleHttpRequest request;

    ApachePeer(URI base) {
        this.request = SimpleRequestBuilder.post(base + "/text2video")
                .setBody(JSON, ContentType.APPLICATION_JSON)
                .build();
        client.start();
    }

    @Override
    public CompletableFuture<Long> download() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        client.execute(SimpleRequestProducer.create(request), new Counter(), new FutureCallback<Long>() {
            @Override
            public void completed(Long size) {
                result.complete(size);
            }

            @Override
            public void failed(Exception failure) {
                result.completeExceptionally(failure);
            }

            @Override
            public void cancelled() {
                result.cancel(false);
            }
        });
        return result;
    }

    private static final class Counter extends AbstractBinResponseConsumer<Long> {

        private long sum;

        @Override
        protected void start(HttpResponse response, ContentType contentType) {
            sum = 0;
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(ByteBuffer source, boolean endOfStream) {
            sum += source.remaining();
        }

        @Override
        protected Long buildResult() {
            return sum;
        }

        @Override
        public void releaseResources() {}
    }
}

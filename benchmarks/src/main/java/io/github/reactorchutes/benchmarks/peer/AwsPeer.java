package io.github.reactorchutes.benchmarks.peer;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.http.SdkHttpConfigurationOption;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.async.AsyncExecuteRequest;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.async.SdkAsyncHttpResponseHandler;
import software.amazon.awssdk.http.async.SdkHttpContentPublisher;
import software.amazon.awssdk.http.async.SimpleSubscriber;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.utils.AttributeMap;

/** The HTTP client of the AWS SDK, on Netty. */
final class AwsPeer implements Peer {

    private final SdkAsyncHttpClient client = NettyNioAsyncHttpClient.builder()
            .maxConcurrency(1024)
            .buildWithDefaults(AttributeMap.builder()
                    .put(SdkHttpConfigurationOption.TRUST_ALL_CERTIFICATES, true)
                    .build());

    private final SdkHttpFullRequest request;

    AwsPeer(URI base) {
        this.request = SdkHttpFullRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(URI.create(base + "/text2video"))
                .putHeader("Content-Type", "application/json")
                .putHeader("Content-Length", String.valueOf(JSON.length()))
                .putHeader("Host", base.getAuthority())
                .build();
    }

    @Override
    public CompletableFuture<Long> download() {
        Counter counter = new Counter();
        CompletableFuture<Void> done = client.execute(AsyncExecuteRequest.builder()
                .request(request)
                .requestContentPublisher(new Content())
                .responseHandler(counter)
                .build());
        return done.thenApply(nothing -> counter.sum.get());
    }

    @Override
    public void close() {
        client.close();
    }

    private static final class Content implements SdkHttpContentPublisher {

        @Override
        public Optional<Long> contentLength() {
            return Optional.of((long) JSON.length());
        }

        @Override
        public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
            Flux.just(ByteBuffer.wrap(JSON.getBytes(StandardCharsets.UTF_8))).subscribe(subscriber);
        }
    }

    private static final class Counter implements SdkAsyncHttpResponseHandler {

        private final AtomicLong sum = new AtomicLong();

        @Override
        public void onHeaders(SdkHttpResponse head) {}

        @Override
        public void onStream(Publisher<ByteBuffer> body) {
            body.subscribe(new SimpleSubscriber(buffer -> sum.addAndGet(buffer.remaining())));
        }

        @Override
        public void onError(Throwable failure) {}
    }
}

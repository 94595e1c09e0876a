package io.github.reactorchutes.benchmarks.peer;

import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import org.asynchttpclient.AsyncHandler;
import org.asynchttpclient.AsyncHttpClient;
import org.asynchttpclient.Dsl;
import org.asynchttpclient.HttpResponseBodyPart;
import org.asynchttpclient.HttpResponseStatus;
import org.asynchttpclient.Request;

/** AsyncHttpClient, with streamed bodies. */
final class AsyncHttpPeer implements Peer {

    private final AsyncHttpClient client =
            Dsl.asyncHttpClient(Dsl.config().setUseInsecureTrustManager(true).setUseNativeTransport(true));

    private final Request request;

    AsyncHttpPeer(URI base) {
        this.request = Dsl.post(base + "/text2video")
                .setHeader("Content-Type", "application/json")
                .setBody(JSON)
                .build();
    }

    @Override
    public CompletableFuture<Long> download() {
        return client.executeRequest(request, new Counter()).toCompletableFuture();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Counter implements AsyncHandler<Long> {

        private long sum;

        @Override
        public State onStatusReceived(HttpResponseStatus status) {
            return State.CONTINUE;
        }

        @Override
        public State onHeadersReceived(HttpHeaders headers) {
            return State.CONTINUE;
        }

        @Override
        public State onBodyPartReceived(HttpResponseBodyPart part) {
            sum += part.length();
            return State.CONTINUE;
        }

        @Override
        public void onThrowable(Throwable failure) {}

        @Override
        public Long onCompleted() {
            return sum;
        }
    }
}

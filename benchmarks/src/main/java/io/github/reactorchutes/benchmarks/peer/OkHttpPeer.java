package io.github.reactorchutes.benchmarks.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp, with a blocked thread for each call under way. */
final class OkHttpPeer implements Peer {

    private static final int MAX_CALLS = 1024;

    private final OkHttpClient client = new OkHttpClient.Builder()
            .dispatcher(dispatcher())
            .connectionPool(new ConnectionPool(MAX_CALLS, 1, TimeUnit.MINUTES))
            .sslSocketFactory(Trust.context().getSocketFactory(), Trust.manager())
            .build();

    private final Request request;

    OkHttpPeer(URI base) {
        this.request = new Request.Builder()
                .url(base + "/text2video")
                .post(RequestBody.create(JSON, MediaType.get("application/json")))
                .build();
    }

    private static Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.setMaxRequests(MAX_CALLS);
        dispatcher.setMaxRequestsPerHost(MAX_CALLS);
        return dispatcher;
    }

    @Override
    public CompletableFuture<Long> download() {
        CompletableFuture<Long> result = new CompletableFuture<>();
        client.newCall(request).enqueue(new Callback() {
            @Override
            public void onFailure(Call call, IOException failure) {
                result.completeExceptionally(failure);
            }

            @Override
            public void onResponse(Call call, Response response) throws IOException {
                long size = drain(response);
                result.complete(size);
            }
        });
        return result;
    }

    private static long drain(Response response) throws IOException {
        try (InputStream body = response.body().byteStream()) {
            byte[] buffer = new byte[64 * 1024];
            long sum = 0;
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                sum += read;
            }
            return sum;
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
    }
}

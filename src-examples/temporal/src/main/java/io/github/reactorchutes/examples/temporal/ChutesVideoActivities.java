package io.github.reactorchutes.examples.temporal;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Order;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Status;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Video;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.store.StoredVideo;
import io.github.reactorchutes.store.VideoStore;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Calls the platform. The thread of an activity waits, and reports the received bytes as heartbeats. */
final class ChutesVideoActivities implements VideoActivities, AutoCloseable {

    /** How many heartbeats fit into their timeout. The SDK sends fewer. */
    private static final int HEARTBEATS = 10;

    private final ChutesClient client;

    private final VideoStore store;

    private final BiConsumer<String, Status> attendant;

    /** The client must not retry: the workflow does, and survives a restart meanwhile. */
    ChutesVideoActivities(ChutesClient.Builder client, VideoStore store, BiConsumer<String, Status> attendant) {
        this.client = client.filter(CallWatch.FILTER).build();
        this.store = store;
        this.attendant = attendant;
    }

    @Override
    public Video generate(Order order, int call) {
        CallWatch watch = new CallWatch();
        Mono<StoredVideo> video = kept(order, call).switchIfEmpty(Mono.defer(() -> call(order, call, watch)));
        StoredVideo stored = await(video, watch);
        return new Video(stored.key(), stored.bytes());
    }

    /** A worker that seemed dead may have stored its video after all. */
    private Mono<StoredVideo> kept(Order order, int call) {
        return Flux.range(1, call).map(order::videoKey).concatMap(store::head).next();
    }

    private Mono<StoredVideo> call(Order order, int call, CallWatch watch) {
        return client.exchange(TextToVideoRequest.builder(order.prompt()).build())
                .map(response -> response.peekBody(watch::received).body())
                .flatMap(body -> store.put(order.videoKey(call), body))
                .contextWrite(watch::in);
    }

    private static StoredVideo await(Mono<StoredVideo> video, CallWatch watch) {
        ActivityExecutionContext context = Activity.getExecutionContext();
        Duration interval = context.getInfo().getHeartbeatTimeout().dividedBy(HEARTBEATS);
        CompletableFuture<StoredVideo> result = video.toFuture();
        try {
            while (!isReady(result, interval)) {
                heartbeat(context, watch);
            }
            return result.get();
        } catch (ExecutionException failed) {
            throw Outcome.failure(failed.getCause() == null ? failed : failed.getCause(), watch.isSent());
        } catch (CancellationException | InterruptedException stopped) {
            throw Outcome.failure(stopped, watch.isSent());
        } finally {
            result.cancel(true);
        }
    }

    private static boolean isReady(CompletableFuture<StoredVideo> result, Duration wait)
            throws InterruptedException, ExecutionException {
        try {
            result.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        }
    }

    /** Only a request stops the call: without its server or workflow, a paid video is still worth storing. */
    private static void heartbeat(ActivityExecutionContext context, CallWatch watch) {
        try {
            context.heartbeat(watch.bytes());
        } catch (ActivityCompletionException goesOn) {
            if (context.getCancellationToken().isCancellationRequested()) {
                throw new CancellationException("cancelled after " + watch.bytes() + " bytes");
            }
        }
    }

    @Override
    public void report(String workflowId, Status status) {
        attendant.accept(workflowId, status);
    }

    @Override
    public void close() {
        client.close();
    }
}

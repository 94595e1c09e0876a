package io.github.reactorchutes.examples.temporal;

import io.github.reactorchutes.ChutesClient;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Order;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Video;
import io.github.reactorchutes.store.FileVideoStore;
import io.github.reactorchutes.test.ChutesEmulator;
import io.temporal.api.enums.v1.WorkflowIdReusePolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs workflows of a local development server ({@code temporal server start-dev}). */
public final class VideoWorker {

    static final String TASK_QUEUE = "videos";

    private static final Duration DEAD_AFTER = Duration.ofSeconds(30);

    private VideoWorker() {}

    /**
     * Generate one video.
     *
     * @param arguments the key and the prompt; by default a fox
     */
    public static void main(String[] arguments) {
        Order order = arguments.length == 2 ? new Order(arguments[0], arguments[1]) : new Order("fox", "a red fox");
        WorkflowServiceStubs server = WorkflowServiceStubs.newLocalServiceStubs();
        try (ChutesEmulator emulator = ChutesEmulator.start()) {
            System.out.println(run(WorkflowClient.newInstance(server), client(emulator), Path.of("videos"), order));
        } finally {
            server.shutdown();
        }
    }

    /** Call the platform if {@code CHUTES_API_TOKEN} is set, otherwise the emulator. */
    private static ChutesClient.Builder client(ChutesEmulator emulator) {
        @Nullable String token = System.getenv("CHUTES_API_TOKEN");
        return token == null
                ? ChutesClient.builder().baseUrl(emulator.baseUrl()).apiToken("any")
                : ChutesClient.builder().apiToken(token);
    }

    static Video run(WorkflowClient temporal, ChutesClient.Builder client, Path directory, Order order) {
        WorkerFactory factory = WorkerFactory.newInstance(temporal);
        try (ChutesVideoActivities activities = new ChutesVideoActivities(
                client, FileVideoStore.in(directory), (id, status) -> System.err.println(id + ": " + status))) {
            register(factory.newWorker(TASK_QUEUE), activities, DEAD_AFTER);
            factory.start();
            return workflow(temporal, order).generate(order);
        } finally {
            factory.shutdownNow();
        }
    }

    static void register(Worker worker, VideoActivities activities, Duration deadAfter) {
        worker.registerWorkflowImplementationFactory(VideoWorkflow.class, () -> new DurableVideoWorkflow(deadAfter));
        worker.registerActivitiesImplementations(activities);
    }

    /** An order has one workflow for ever: its key is the id, and no retry policy starts it again. */
    static VideoWorkflow workflow(WorkflowClient temporal, Order order) {
        return temporal.newWorkflowStub(
                VideoWorkflow.class,
                WorkflowOptions.newBuilder()
                        .setTaskQueue(TASK_QUEUE)
                        .setWorkflowId("video-" + order.key())
                        .setWorkflowIdReusePolicy(WorkflowIdReusePolicy.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE)
                        .build());
    }
}

package io.github.reactorchutes.examples.temporal;

import io.github.reactorchutes.examples.temporal.VideoWorkflow.Order;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Status;
import io.github.reactorchutes.examples.temporal.VideoWorkflow.Video;
import io.temporal.activity.ActivityInterface;

/** The steps of a {@link VideoWorkflow}. */
@ActivityInterface
public interface VideoActivities {

    /**
     * Call the platform and store the video. Costs money, so its options allow one attempt. A video that an earlier call
     * of this order left in the store is returned instead.
     *
     * @param order what to generate
     * @param call the number of the call that may be billed, from 1
     * @return the stored video
     */
    Video generate(Order order, int call);

    /**
     * Tell a person of a call that may be billed and has no video. Costs nothing, so the server repeats it until it
     * succeeds.
     *
     * @param workflowId the workflow, which waits for a decision unless it was cancelled
     * @param status its status
     */
    void report(String workflowId, Status status);
}

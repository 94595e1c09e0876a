package io.github.reactorchutes.examples.temporal;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import org.jspecify.annotations.Nullable;

/** A video for a prompt, in the store. At most one call is paid, unless a person decides to send it again. */
@WorkflowInterface
public interface VideoWorkflow {

    /**
     * Generate a video.
     *
     * @param order what to generate, and where to keep it
     * @return the stored video
     */
    @WorkflowMethod
    Video generate(Order order);

    /**
     * Decide about a call that may be billed and has no video. Ignored while no decision is due.
     *
     * @param decision what to do
     */
    @SignalMethod
    void decide(Decision decision);

    /**
     * Return how far the workflow is. A cancelled workflow has no result, so this is where it says what it cost.
     *
     * @return the status
     */
    @QueryMethod
    Status status();

    /**
     * What to generate. The prompt is part of the workflow's history.
     *
     * @param key the folder of the video in the store: letters, digits and {@code . _ - /}
     * @param prompt the prompt
     */
    record Order(String key, String prompt) {

        /** Return the key of a call's video. Each call that may be billed has its own, so that none replaces another. */
        String videoKey(int call) {
            return key + "/" + call + ".mp4";
        }
    }

    /**
     * A video in the store.
     *
     * @param key its key
     * @param bytes its size
     */
    record Video(String key, long bytes) {}

    /**
     * How far a workflow is.
     *
     * @param state what it does
     * @param mayBeBilled how many calls without a video may be billed
     * @param reason why the last call failed; empty before a call failed
     * @param video the stored video, if there is one
     */
    record Status(
            State state,
            int mayBeBilled,
            String reason,
            @Nullable Video video) {}

    /** What a workflow does. */
    enum State {
        /** A call is under way. */
        CALLING,
        /** The platform refused the call for now, at no cost. */
        WAITING,
        /** A call may be billed and has no video: a person decides. */
        UNDECIDED,
        /** The workflow has ended. */
        ENDED
    }

    /** What to do about a call that may be billed. */
    enum Decision {
        /** Send it again, which may be billed again. A video that arrived meanwhile is used instead. */
        RESEND,
        /** Accept the loss: the workflow fails. */
        ACCEPT
    }
}

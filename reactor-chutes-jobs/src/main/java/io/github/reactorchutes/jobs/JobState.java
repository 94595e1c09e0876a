package io.github.reactorchutes.jobs;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state of a job. The page <i>Durable jobs</i> of the documentation has a picture of the transitions.
 *
 * @since 0.1.0
 */
public enum JobState {
    /** Waiting for a worker, or for a permit of its client. Nothing was sent that may be billed. */
    QUEUED,
    /** A call may be sent from now on; it may be billed. */
    SENDING,
    /** The head of the video has arrived; the call is billed. */
    RECEIVING,
    /** The whole video is on the disk of a worker, and moves to the store. */
    STORING,
    /** The video is in the store. */
    DONE,
    /** A call certainly cost nothing; the job waits for {@link Job#retryAt()}. */
    RETRY_AT,
    /** Ended without a video: the platform refused it, or somebody accepted the loss. */
    FAILED,
    /** Nobody knows whether the platform did the work. Waits for a decision: resend or accept. */
    UNKNOWN,
    /** The call is billed, and its video did not arrive completely. Waits for a decision: resend or accept. */
    LOST,
    /** Ended by a cancellation. */
    CANCELLED;

    private static final Set<JobState> ENDED = EnumSet.of(DONE, FAILED, CANCELLED);

    private static final Set<JobState> UNDECIDED = EnumSet.of(UNKNOWN, LOST);

    /** {@return whether the job has ended: {@code DONE}, {@code FAILED} or {@code CANCELLED}} */
    public boolean isEnded() {
        return ENDED.contains(this);
    }

    /** {@return whether a person has to decide: {@code UNKNOWN} or {@code LOST}} */
    public boolean isUndecided() {
        return UNDECIDED.contains(this);
    }

    /** {@return whether nothing more happens by itself: the job has ended or is undecided} */
    public boolean isSettled() {
        return isEnded() || isUndecided();
    }
}

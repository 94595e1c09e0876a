package io.github.reactorchutes.jobs;

import static io.github.reactorchutes.jobs.JobState.CANCELLED;
import static io.github.reactorchutes.jobs.JobState.DONE;
import static io.github.reactorchutes.jobs.JobState.FAILED;
import static io.github.reactorchutes.jobs.JobState.LOST;
import static io.github.reactorchutes.jobs.JobState.QUEUED;
import static io.github.reactorchutes.jobs.JobState.RECEIVING;
import static io.github.reactorchutes.jobs.JobState.RETRY_AT;
import static io.github.reactorchutes.jobs.JobState.SENDING;
import static io.github.reactorchutes.jobs.JobState.STORING;
import static io.github.reactorchutes.jobs.JobState.UNKNOWN;

import org.jspecify.annotations.Nullable;

/**
 * All changes of a job's state.
 *
 * <p>{@code paid_calls} counts the calls that may be billed: it rises with {@link #sending} and falls only when the
 * platform certainly refused the call.
 */
final class Transitions {

    private Transitions() {}

    /** Take a job that waits. */
    static Change claim(JobRow row, String worker) {
        return Change.to(QUEUED, worker)
                .from(QUEUED, RETRY_AT)
                .ifEpoch(row.epoch())
                .fencing()
                .set("retry_at", 0L)
                .because("taken by a worker");
    }

    /** Take a video whose worker is gone. */
    static Change claimStoring(JobRow row, String worker) {
        return Change.to(STORING, worker)
                .from(STORING)
                .ifEpoch(row.epoch())
                .fencing()
                .because("taken by a worker");
    }

    /** Permit one call; committed before its first byte is written. */
    static Change sending(JobRow claimed, int call, String worker) {
        return Change.to(SENDING, worker)
                .from(QUEUED)
                .ifEpoch(claimed.epoch())
                .set("sending_epoch", claimed.epoch())
                .set("calls", claimed.calls() + call)
                .set("paid_calls", claimed.paidCalls() + 1)
                .set("bytes_received", 0L)
                .set("invocation_id", null)
                .set("error", null);
    }

    /** The platform certainly did not begin; the client may try again. */
    static Change refused(JobRow claimed, String worker, String reason) {
        return Change.to(QUEUED, worker)
                .from(SENDING, QUEUED)
                .ifEpoch(claimed.epoch())
                .set("paid_calls", claimed.paidCalls())
                .set("error", reason)
                .because(reason);
    }

    static Change receiving(JobRow claimed, String worker, @Nullable String invocationId) {
        return Change.to(RECEIVING, worker)
                .from(SENDING)
                .ifEpoch(claimed.epoch())
                .set("invocation_id", invocationId);
    }

    /** The whole video is on this worker's disk. */
    static Change storing(JobRow claimed, String worker, SpooledVideo video) {
        return spooled(Change.to(STORING, worker).from(SENDING, RECEIVING).ifEpoch(claimed.epoch()), video);
    }

    /** Passes the fence: a whole video is good news, whoever owns the row, unless it was sent again. */
    static Change promote(String worker, long sendingEpoch, SpooledVideo video) {
        return spooled(
                Change.to(STORING, worker)
                        .from(UNKNOWN, LOST, QUEUED, RETRY_AT)
                        .ifSentBy(sendingEpoch)
                        .fencing()
                        .because("the whole video arrived after all"),
                video);
    }

    private static Change spooled(Change change, SpooledVideo video) {
        return change.set("video_key", video.key())
                .set("video_sha256", video.sha256())
                .set("video_bytes", video.bytes())
                .set("bytes_received", video.bytes())
                .set("retry_at", 0L)
                .set("error", null);
    }

    /** Passes the fence too: the store has the video, whoever owns the row. */
    static Change done(JobRow storing, String worker, String key) {
        return Change.to(DONE, worker)
                .from(STORING)
                .ifSentBy(storing.sendingEpoch())
                .set("video_key", key)
                .set("error", null);
    }

    /** The store failed; the video stays on the worker's disk. */
    static Change storeAgain(JobRow storing, String worker, long at, String reason) {
        return Change.to(STORING, worker)
                .from(STORING)
                .ifEpoch(storing.epoch())
                .set("retry_at", at)
                .set("refusals", storing.refusals() + 1)
                .set("error", reason)
                .because(reason);
    }

    static Change retryAt(JobRow claimed, String worker, long at, String reason) {
        return Change.to(RETRY_AT, worker)
                .from(SENDING, QUEUED)
                .ifEpoch(claimed.epoch())
                .set("paid_calls", claimed.paidCalls())
                .set("refusals", claimed.refusals() + 1)
                .set("retry_at", at)
                .set("error", reason)
                .because(reason);
    }

    /** Give back a job that was taken and not sent. */
    static Change giveBack(JobRow claimed, String worker) {
        return Change.to(QUEUED, worker)
                .from(SENDING, QUEUED)
                .ifEpoch(claimed.epoch())
                .fencing()
                .set("paid_calls", claimed.paidCalls())
                .because("the worker stops");
    }

    static Change failed(JobRow claimed, String worker, String reason) {
        return Change.to(FAILED, worker)
                .from(SENDING, QUEUED)
                .ifEpoch(claimed.epoch())
                .set("paid_calls", claimed.paidCalls())
                .set("error", reason)
                .because(reason);
    }

    static Change unknown(JobRow row, String worker, String reason) {
        return Change.to(UNKNOWN, worker)
                .from(SENDING, RECEIVING)
                .ifEpoch(row.epoch())
                .fencing()
                .set("error", reason)
                .because(reason);
    }

    static Change lost(JobRow row, String worker, String reason) {
        return Change.to(LOST, worker)
                .from(SENDING, RECEIVING, STORING)
                .ifEpoch(row.epoch())
                .fencing()
                .set("error", reason)
                .because(reason);
    }

    /** Cancel a job that waits. */
    static Change cancel(String by) {
        return Change.to(CANCELLED, by).from(QUEUED, RETRY_AT).fencing().set("retry_at", 0L);
    }

    /** The call under way was cancelled; it may be billed. */
    static Change cancelled(JobRow claimed, String worker) {
        return Change.to(CANCELLED, worker)
                .from(SENDING, RECEIVING, QUEUED)
                .ifEpoch(claimed.epoch())
                .fencing();
    }

    /** Permit one more call. */
    static Change resend(String by) {
        return Change.to(QUEUED, by)
                .from(UNKNOWN, LOST, FAILED, CANCELLED)
                .fencing()
                .set("retry_at", 0L)
                .set("refusals", 0)
                .set("cancel_requested", 0)
                .set("bytes_received", 0L)
                .because("resend");
    }

    /** Permit one more call by the policy, and only if nobody has decided yet. */
    static Change resend(JobRow undecided) {
        return resend("policy").ifEpoch(undecided.epoch());
    }

    static Change accept(String by) {
        return Change.to(FAILED, by).from(UNKNOWN, LOST).fencing().because("accepted");
    }
}

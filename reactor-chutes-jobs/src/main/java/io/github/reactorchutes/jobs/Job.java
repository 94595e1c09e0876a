package io.github.reactorchutes.jobs;

import io.github.reactorchutes.store.StoredVideo;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A job as its row was read. It does not change; read it again, or {@link ChutesJobs#watch watch} it. It has nothing of
 * the request, so it can be logged.
 *
 * @since 0.1.0
 */
public final class Job {

    private final JobRow row;

    private Job(JobRow row) {
        this.row = row;
    }

    static Job of(JobRow row) {
        return new Job(row);
    }

    /** {@return the id, a UUID whose order is that of the submissions} */
    public String id() {
        return row.id();
    }

    /** {@return the account that pays for it} */
    public String account() {
        return row.account();
    }

    /** {@return the name of the endpoint} */
    public String endpoint() {
        return row.endpoint();
    }

    /** {@return the URL of the endpoint, unless the client's configuration overrides it} */
    public URI url() {
        return URI.create(row.url());
    }

    /** {@return what makes the job unique within its account, see {@link JobKey}} */
    public String key() {
        return row.dedupeKey();
    }

    /** {@return the SHA-256 of the JSON body, as 64 hexadecimal digits} */
    public String requestSha256() {
        return row.requestSha256();
    }

    /** {@return the state} */
    public JobState state() {
        return row.state();
    }

    /**
     * Return the number of the execution that owns the job. Each worker that takes the job increments it, and so does a
     * decision.
     *
     * @return the number, from 0
     */
    public long epoch() {
        return row.epoch();
    }

    /** {@return how many calls were sent, including those that the platform refused} */
    public int calls() {
        return row.calls();
    }

    /**
     * Return how many calls may have been billed. More than 1 only after a {@link ChutesJobs#resend resend} or with
     * {@link ChutesJobs.Builder#maxPaidCalls}.
     *
     * @return the number of calls, from 0
     */
    public int paidCalls() {
        return row.paidCalls();
    }

    /** {@return whether a cancellation was requested} */
    public boolean isCancelRequested() {
        return row.cancelRequested();
    }

    /** {@return when the job is tried again, or {@code null} unless it is {@code RETRY_AT}} */
    public @Nullable Instant retryAt() {
        return row.retryAt() == 0 ? null : Instant.ofEpochMilli(row.retryAt());
    }

    /** {@return the platform's id of the last invocation, or {@code null} if no head arrived} */
    public @Nullable String invocationId() {
        return row.invocationId();
    }

    /** {@return how many bytes of the video have arrived; at most a second old} */
    public long bytesReceived() {
        return row.bytesReceived();
    }

    /** {@return the video, or {@code null} unless the job is {@code DONE}} */
    public @Nullable StoredVideo video() {
        String key = row.videoKey();
        return key == null || row.state() != JobState.DONE ? null : StoredVideo.of(key, row.videoBytes());
    }

    /** {@return the SHA-256 of the video as 64 hexadecimal digits, or {@code null} before it is complete} */
    public @Nullable String videoSha256() {
        return row.videoSha256();
    }

    /** {@return why the last call failed, without secrets, or {@code null}} */
    public @Nullable String error() {
        return row.error();
    }

    /** {@return when the job was submitted} */
    public Instant createdAt() {
        return Instant.ofEpochMilli(row.createdAt());
    }

    /** {@return when its row last changed} */
    public Instant updatedAt() {
        return Instant.ofEpochMilli(row.updatedAt());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Job that && row.equals(that.row);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(row);
    }

    @Override
    public String toString() {
        return "Job[" + id() + " " + endpoint() + " " + state() + ", " + paidCalls() + " calls may be billed]";
    }
}

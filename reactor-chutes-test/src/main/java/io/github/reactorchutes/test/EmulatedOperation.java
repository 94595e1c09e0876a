package io.github.reactorchutes.test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An operation that an asynchronous chute started. It passes through its states by time, unless a test sets one.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class EmulatedOperation {

    private static final int PENDING_SHARE = 10;
    private static final int SUBMITTED_SHARE = 4;

    private final String id = UUID.randomUUID().toString();
    private final Instant createdAt = Instant.now();
    private final long created = System.nanoTime();
    private final OperationStart start;
    private final OperationOutcome outcome;
    private int submissions = 1;
    private boolean cancelled;
    private boolean artifactsExpired;
    private boolean artifactsLost;
    private Artifact artifact;
    private @Nullable OperationStatus set;
    private @Nullable Instant finishedAt;

    EmulatedOperation(OperationStart start, OperationOutcome outcome) {
        this.start = start;
        this.outcome = outcome;
        this.artifact = new Artifact(start.artifact(), start.call().cord().contentType(), id);
    }

    /** {@return the id} */
    public String id() {
        return id;
    }

    /** {@return the name of the chute that started it} */
    public String chute() {
        return start.call().chute().name();
    }

    /** {@return the {@code Idempotency-Key} of its start} */
    public Optional<String> idempotencyKey() {
        return Optional.ofNullable(start.key());
    }

    /** {@return how many requests this operation answered: the one that started it, and repetitions with its key} */
    public synchronized int submissions() {
        return submissions;
    }

    /** {@return the state now} */
    public synchronized OperationStatus status() {
        OperationStatus now = set != null ? set : byTime();
        now = cancelled && !now.isTerminal() ? OperationStatus.CANCELLED : now;
        if (now.isTerminal() && finishedAt == null) {
            finishedAt = Instant.now();
        }
        return now;
    }

    /**
     * Set the state. It stays until it is set again.
     *
     * @param status the state
     * @return this operation
     */
    public synchronized EmulatedOperation become(OperationStatus status) {
        set = status;
        cancelled = false;
        finishedAt = null;
        return this;
    }

    /**
     * Change the entity tag of the artifact, as if it were another file.
     *
     * @return this operation
     */
    public synchronized EmulatedOperation changeArtifact() {
        artifact = artifact.changed();
        return this;
    }

    /**
     * Let the artifact expire, so that requests for it get 410.
     *
     * @return this operation
     */
    public synchronized EmulatedOperation expireArtifact() {
        artifactsExpired = true;
        return this;
    }

    /**
     * Lose the artifact, so that requests for it get 404.
     *
     * @return this operation
     */
    public synchronized EmulatedOperation loseArtifact() {
        artifactsLost = true;
        return this;
    }

    OperationStart start() {
        return start;
    }

    OperationOutcome outcome() {
        return outcome;
    }

    Instant createdAt() {
        return createdAt;
    }

    synchronized @Nullable Instant finishedAt() {
        return finishedAt;
    }

    /** Return the artifact if there is one. */
    synchronized @Nullable Artifact artifact() {
        return status() == OperationStatus.SUCCEEDED && !artifactsLost ? artifact : null;
    }

    synchronized boolean isArtifactExpired() {
        return artifactsExpired;
    }

    synchronized void submittedAgain() {
        submissions++;
    }

    synchronized void cancel() {
        cancelled = true;
    }

    private OperationStatus byTime() {
        Duration age = Duration.ofNanos(System.nanoTime() - created);
        if (age.compareTo(outcome.time().dividedBy(PENDING_SHARE)) < 0) {
            return OperationStatus.PENDING;
        }
        if (age.compareTo(outcome.time().dividedBy(SUBMITTED_SHARE)) < 0) {
            return OperationStatus.SUBMITTED;
        }
        return age.compareTo(outcome.time()) < 0 ? OperationStatus.RUNNING : outcome.status();
    }

    @Override
    public String toString() {
        return "EmulatedOperation[" + id + ", " + chute() + ", " + status() + "]";
    }
}

package io.github.reactorchutes.test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The operations of the emulator's asynchronous chutes, and how the next ones go. What a test sets lasts until the emulator
 * is reset, which also forgets all operations.
 *
 * <p><strong>Threading.</strong> All methods may be called from any thread.
 *
 * @since 0.1.0
 */
public final class EmulatedOperations {

    private final Duration usualTime;
    private final List<EmulatedOperation> started = new ArrayList<>();
    private final Queue<OperationOutcome.Failure> failures = new ArrayDeque<>();
    private final Queue<UnaryOperator<Reply>> starts = new ArrayDeque<>();
    private final Queue<UnaryOperator<Reply>> artifacts = new ArrayDeque<>();
    private Duration time;
    private boolean cancellable = true;
    private int maxActive = Integer.MAX_VALUE;
    private long artifactBytes;

    EmulatedOperations(Duration usualTime) {
        this.usualTime = usualTime;
        this.time = usualTime;
    }

    /** {@return all operations since the emulator's start or reset, oldest first} */
    public synchronized List<EmulatedOperation> started() {
        return List.copyOf(started);
    }

    /**
     * Return the operations that were started with a key: one at most, unless different accounts used it.
     *
     * @param idempotencyKey the key
     * @return the operations, oldest first
     */
    public List<EmulatedOperation> startedWith(String idempotencyKey) {
        return started().stream()
                .filter(operation -> operation.idempotencyKey().equals(Optional.of(idempotencyKey)))
                .toList();
    }

    /**
     * Return an operation.
     *
     * @param id its id
     * @return the operation
     * @throws IllegalArgumentException if there is none
     */
    public EmulatedOperation get(String id) {
        return find(operation -> operation.id().equals(id))
                .orElseThrow(() -> new IllegalArgumentException("no operation " + id));
    }

    /**
     * Set how long the next operations take (default {@link ChutesEmulator.Builder#operationTime}): a tenth of it in
     * {@link OperationStatus#PENDING}, up to a quarter in {@link OperationStatus#SUBMITTED}, the rest in
     * {@link OperationStatus#RUNNING}. With a long time, {@link EmulatedOperation#become} decides.
     *
     * @param duration zero or more
     * @return this object
     */
    public synchronized EmulatedOperations time(Duration duration) {
        time = duration;
        return this;
    }

    /**
     * Let the next operation fail at its end. Called repeatedly, this scripts one operation after another.
     *
     * @param code the code of the error, such as {@code upstream_failed}
     * @param message the message of the error
     * @param retryable whether the error says that another start may succeed
     * @return this object
     */
    public synchronized EmulatedOperations failNext(String code, String message, boolean retryable) {
        failures.add(new OperationOutcome.Failure(code, message, retryable));
        return this;
    }

    /**
     * Refuse to cancel the next operations, as some chutes do.
     *
     * @return this object
     */
    public synchronized EmulatedOperations refuseCancel() {
        cancellable = false;
        return this;
    }

    /**
     * Limit the operations that have not ended (default unlimited; the platform allows 4). Further starts get 429 with
     * {@code Retry-After}.
     *
     * @param operations zero or more
     * @return this object
     */
    public synchronized EmulatedOperations maxActive(int operations) {
        maxActive = operations;
        return this;
    }

    /**
     * Set the size of the next artifacts (default: that of the requested clip). They play, and end with zeros.
     *
     * @param bytes at least 1,000,000
     * @return this object
     */
    public synchronized EmulatedOperations artifactBytes(long bytes) {
        artifactBytes = new PaddedVideo(bytes).length();
        return this;
    }

    /**
     * Change the answer to the next start, after the operation was started: {@code nextStart(reply -> Reply.reset())}
     * loses it. Called repeatedly, this scripts one start after another.
     *
     * @param change from the usual reply to another
     * @return this object
     */
    public synchronized EmulatedOperations nextStart(UnaryOperator<Reply> change) {
        starts.add(change);
        return this;
    }

    /**
     * Change the answer to the next request for an artifact: {@code nextArtifact(reply -> reply.cutAfter(100_000))} breaks
     * it off. Called repeatedly, this scripts one request after another.
     *
     * @param change from the usual reply to another
     * @return this object
     */
    public synchronized EmulatedOperations nextArtifact(UnaryOperator<Reply> change) {
        artifacts.add(change);
        return this;
    }

    synchronized EmulatedOperation start(OperationStart start) {
        EmulatedOperation operation =
                new EmulatedOperation(start, new OperationOutcome(time, cancellable, failures.poll()));
        started.add(operation);
        return operation;
    }

    synchronized boolean isFull(String owner) {
        return started.stream()
                        .filter(operation -> operation.start().owner().equals(owner))
                        .filter(operation -> !operation.status().isTerminal())
                        .count()
                >= maxActive;
    }

    synchronized Optional<EmulatedOperation> find(Predicate<EmulatedOperation> condition) {
        return started.stream().filter(condition).findFirst();
    }

    synchronized @Nullable ReplyBody sizedArtifact() {
        return artifactBytes == 0 ? null : new PaddedVideo(artifactBytes);
    }

    synchronized Reply startReply(Reply usual) {
        return changed(starts, usual);
    }

    synchronized Reply artifactReply(Reply usual) {
        return changed(artifacts, usual);
    }

    synchronized void reset() {
        started.clear();
        failures.clear();
        starts.clear();
        artifacts.clear();
        time = usualTime;
        cancellable = true;
        maxActive = Integer.MAX_VALUE;
        artifactBytes = 0;
    }

    private static Reply changed(Queue<UnaryOperator<Reply>> changes, Reply usual) {
        UnaryOperator<Reply> change = changes.poll();
        return change == null ? usual : change.apply(usual);
    }

    @Override
    public String toString() {
        return "EmulatedOperations" + started();
    }
}

package io.github.reactorchutes.sink;

import java.util.Collections;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sends one video to several places without copying it: a file and a browser, say. The video is subscribed to when every
 * branch is; branches that are subscribed to one after the other's end never begin. The video sees the {@code Context} of
 * the first branch.
 *
 * <pre>{@code
 * List<Flux<DataBuffer>> branches =
 *         VideoTee.split(video, Branch.essential(), Branch.optional().queueing(4_000_000, WhenFull.FAIL));
 * Mono<SavedVideo> saved = FileSink.to(file).save(branches.get(0));
 * Mono<Void> sent = response.writeWith(branches.get(1)).onErrorComplete();
 * return Mono.when(saved, sent);
 * }</pre>
 *
 * <p><b>Pace.</b> The video flows at the pace of the slowest branch, a queue ahead of it if it has one. Branches that
 * fail when their queue is full slow nobody down; if there are no others, the fastest of them sets the pace.
 *
 * @since 0.1.0
 */
public final class VideoTee {

    /** What the failure of one place, which cancels its branch, means for the others. */
    public enum OnCancel {
        /** All branches are {@link Branch#optional}. */
        CONTINUE,
        /** All branches are {@link Branch#essential}. */
        CANCEL_ALL
    }

    /** What becomes of a branch whose queue is full. */
    public enum WhenFull {
        /** The others wait for it. */
        WAIT,
        /** It fails with {@link reactor.core.Exceptions#failWithOverflow(String) overflow}, as if it were cancelled. */
        FAIL
    }

    /**
     * What the others owe to a branch. Immutable.
     *
     * @since 0.1.0
     */
    public static final class Branch {

        private static final Branch ESSENTIAL = new Branch(true, 0, WhenFull.WAIT);

        private static final Branch OPTIONAL = new Branch(false, 0, WhenFull.WAIT);

        private final boolean essential;

        private final long maxBytes;

        private final WhenFull whenFull;

        private Branch(boolean essential, long maxBytes, WhenFull whenFull) {
            this.essential = essential;
            this.maxBytes = maxBytes;
            this.whenFull = whenFull;
        }

        /**
         * Without this branch there is no point: when it is cancelled or fails, the video is cancelled, and the others
         * fail with {@link java.util.concurrent.CancellationException}; not at once but within a fraction of a second, so
         * that whoever joins the branches can tell the reason, or cancel them all.
         *
         * @return a branch without a queue
         */
        public static Branch essential() {
            return ESSENTIAL;
        }

        /**
         * The others go on without this branch; the video is cancelled when all have gone.
         *
         * @return a branch without a queue
         */
        public static Branch optional() {
            return OPTIONAL;
        }

        /**
         * Return this branch with a queue of its own, so that the others need not wait for each of its pauses.
         *
         * @param bytes how far it may fall behind; 1 or more. The buffer that exceeds this is still taken
         * @param full what becomes of it then
         * @return the changed branch
         */
        public Branch queueing(long bytes, WhenFull full) {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes must be 1 or more but was " + bytes);
            }
            return new Branch(essential, bytes, full);
        }

        boolean isEssential() {
            return essential;
        }

        long maxBytes() {
            return maxBytes;
        }

        boolean failsWhenFull() {
            return whenFull == WhenFull.FAIL;
        }
    }

    private VideoTee() {}

    /**
     * Split a video into branches that are alike, without queues.
     *
     * @param video the body of a response
     * @param branches how many; 2 or more
     * @param policy what a cancelled branch means for the others
     * @return the branches, as those of {@link #split(Flux, Branch...)}
     */
    public static List<Flux<DataBuffer>> split(Flux<DataBuffer> video, int branches, OnCancel policy) {
        requireTwo(branches);
        Branch alike = policy == OnCancel.CONTINUE ? Branch.OPTIONAL : Branch.ESSENTIAL;
        return split(video, Collections.nCopies(branches, alike).toArray(Branch[]::new));
    }

    /**
     * Split a video.
     *
     * <p><b>Ownership.</b> Each branch owns the buffers it receives, which share their bytes with the other branches':
     * they are for reading only. What is queued when a branch is cancelled or fails is released.
     *
     * @param video the body of a response
     * @param branches what the others owe to each; 2 or more
     * @return the branches, each for one subscriber, which errors and completes as the video does, after what is queued
     */
    public static List<Flux<DataBuffer>> split(Flux<DataBuffer> video, Branch... branches) {
        requireTwo(branches.length);
        return new TeeHub(video, List.of(branches)).branches();
    }

    private static void requireTwo(int branches) {
        if (branches < 2) {
            throw new IllegalArgumentException("branches must be 2 or more but was " + branches);
        }
    }
}

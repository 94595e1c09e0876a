package io.github.reactorchutes.sink;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sends one video to several places without copying it: a file and a browser, say.
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
 * <p><b>Start.</b> The video is subscribed to with the first branch, whose {@code Context} it sees, and flows when every
 * branch is subscribed to. A branch that nobody subscribes to within 30 seconds of the first, such as one behind
 * {@code take(0)}, counts as cancelled: the others go on without an optional one, and fail without an essential one. If the
 * video ends before, because the client's {@code consumerIdleTimeout} is shorter, say, all branches see its end.
 *
 * <p><b>Truncation.</b> A branch completes only if it was given every buffer of a video that completed.
 *
 * <p><b>Errors.</b> A subscriber that throws counts as one that has failed: it is given what it threw as an error.
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

        private static final Duration LONGEST_PATIENCE = Duration.ofDays(24);

        private static final Duration PATIENCE = Duration.ofSeconds(30);

        private static final Branch ESSENTIAL = new Branch(true, 0, WhenFull.WAIT, PATIENCE);

        private static final Branch OPTIONAL = new Branch(false, 0, WhenFull.WAIT, PATIENCE);

        private final boolean essential;

        private final long maxBytes;

        private final WhenFull whenFull;

        private final Duration patience;

        private Branch(boolean essential, long maxBytes, WhenFull whenFull, Duration patience) {
            this.essential = essential;
            this.maxBytes = maxBytes;
            this.whenFull = whenFull;
            this.patience = patience;
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
            return new Branch(essential, bytes, full, patience);
        }

        /**
         * Return this branch with another limit for its subscription.
         *
         * @param limit how long after the first branch this one may be subscribed to; more than 0, to 24 days. Default: 30
         *     seconds
         * @return the changed branch
         */
        public Branch subscribedWithin(Duration limit) {
            if (limit.isNegative() || limit.isZero() || limit.compareTo(LONGEST_PATIENCE) > 0) {
                throw new IllegalArgumentException("limit must be more than 0 and at most 24 days but was " + limit);
            }
            return new Branch(essential, maxBytes, whenFull, limit);
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

        Duration patience() {
            return patience;
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

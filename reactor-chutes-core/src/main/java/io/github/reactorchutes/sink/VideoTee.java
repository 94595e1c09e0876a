package io.github.reactorchutes.sink;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sends one video to several destinations without copying it, for example to a file and a browser.
 *
 * <pre>{@code
 * List<Flux<DataBuffer>> branches =
 *         VideoTee.split(video, Branch.essential(), Branch.optional().queueing(4_000_000, WhenFull.FAIL));
 * Mono<SavedVideo> saved = FileSink.to(file).save(branches.get(0));
 * Mono<Void> sent = response.writeWith(branches.get(1)).onErrorComplete();
 * return Mono.when(saved, sent);
 * }</pre>
 *
 * <p><b>Pace.</b> The video flows at the pace of the slowest branch, ahead of it by its queue if it has one. Branches
 * that fail when their queue is full do not slow down the others; if there are only such branches, the fastest sets the
 * pace.
 *
 * <p><b>Start.</b> The subscription to the first branch subscribes to the video with that branch's {@code Context}. The
 * video flows once every branch is subscribed to. A branch that is not subscribed to within 30 seconds of the first,
 * such as one behind {@code take(0)}, counts as cancelled: the others continue without an optional one, and fail
 * without an essential one. If the video ends earlier, for example because the client's {@code consumerIdleTimeout} is
 * shorter, all branches see its end.
 *
 * <p><b>Truncation.</b> A branch completes only if it received every buffer of a completed video.
 *
 * <p><b>Errors.</b> A subscriber that throws counts as failed, and receives its exception as an error.
 *
 * @since 0.1.0
 */
public final class VideoTee {

    /** The handling of a branch whose queue is full. */
    public enum WhenFull {
        /** The other branches wait for it. */
        WAIT,
        /** It fails with {@link reactor.core.Exceptions#failWithOverflow(String) overflow}, as if it were cancelled. */
        FAIL
    }

    /**
     * The role of a branch and its queue. Immutable.
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
         * Create a branch on which the others depend: when it is cancelled or fails, the video is cancelled, and the
         * others fail with {@link java.util.concurrent.CancellationException}. They fail after a fraction of a second,
         * so that a join of the branches can report the reason or cancel them all.
         *
         * @return a branch without a queue
         */
        public static Branch essential() {
            return ESSENTIAL;
        }

        /**
         * Create a branch without which the others continue. The video is cancelled when all branches have ended.
         *
         * @return a branch without a queue
         */
        public static Branch optional() {
            return OPTIONAL;
        }

        /**
         * Return this branch with its own queue, so that the others need not wait for its pauses.
         *
         * @param bytes how far it may fall behind; 1 or more. The buffer that exceeds this limit is still accepted
         * @param full the handling of a full queue
         * @return the changed branch
         */
        public Branch queueing(long bytes, WhenFull full) {
            if (bytes < 1) {
                throw new IllegalArgumentException("bytes must be 1 or more but was " + bytes);
            }
            return new Branch(essential, bytes, full, patience);
        }

        /**
         * Return this branch with another time limit for its subscription.
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
     * Split a video into equal branches.
     *
     * @param video the body of a response
     * @param branches the number of branches; 2 or more
     * @param each the role and queue of every branch
     * @return the branches, as those of {@link #split(Flux, Branch...)}
     */
    public static List<Flux<DataBuffer>> split(Flux<DataBuffer> video, int branches, Branch each) {
        requireTwo(branches);
        return new TeeHub(video, Collections.nCopies(branches, each)).branches();
    }

    /**
     * Split a video into branches with individual roles.
     *
     * <p><b>Ownership.</b> Each branch owns the buffers it receives. They are read-only, because they share their bytes
     * with those of other branches. Queued buffers are released when a branch is cancelled or fails.
     *
     * @param video the body of a response
     * @param branches the roles of the branches; 2 or more
     * @return the branches, each for one subscriber; each errors and completes like the video, after its queue is
     *     drained
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

package io.github.reactorchutes.sink;

import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

/**
 * Sends one video to several places without copying it: a file and a browser, say. The video is subscribed to when every
 * branch is, and flows at the pace of the slowest one; branches that are subscribed to one after the other's end never
 * begin. The video sees the {@code Context} of the first branch.
 *
 * <pre>{@code
 * List<Flux<DataBuffer>> branches = VideoTee.split(video, 2, VideoTee.OnCancel.CONTINUE);
 * Mono<SavedVideo> saved = FileSink.to(file).save(branches.get(0));
 * Mono<Void> sent = response.writeWith(branches.get(1));
 * return Mono.when(saved, sent);
 * }</pre>
 *
 * @since 0.1.0
 */
public final class VideoTee {

    /** What the failure of one place, which cancels its branch, means for the others. */
    public enum OnCancel {
        /** The others go on; the video is cancelled when all have gone. */
        CONTINUE,
        /** The video is cancelled, and the others fail with {@link java.util.concurrent.CancellationException}. */
        CANCEL_ALL
    }

    private VideoTee() {}

    /**
     * Split a video.
     *
     * <p><b>Ownership.</b> Each branch owns the buffers it receives, which share their bytes with the other branches':
     * they are for reading only.
     *
     * @param video the body of a response
     * @param branches how many; 2 or more
     * @param policy what a cancelled branch means for the others
     * @return the branches, each for one subscriber, which errors and completes as the video does
     */
    public static List<Flux<DataBuffer>> split(Flux<DataBuffer> video, int branches, OnCancel policy) {
        if (branches < 2) {
            throw new IllegalArgumentException("branches must be 2 or more but was " + branches);
        }
        return new TeeHub(video, branches, policy).branches();
    }
}

package io.github.reactorchutes.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Saves videos to a file that is whole or not there: the bytes go to a part file beside it, which takes the final name in
 * one step when the video is complete.
 *
 * <pre>{@code
 * Mono<SavedVideo> saved = FileSink.to(Path.of("fox.mp4")).saveCall(client.textToVideo(request));
 * }</pre>
 *
 * <p>The part file is named {@code .<name>.<random>.part}. A process that is killed leaves it behind, and never a broken
 * file under the final name. A symbolic link under the final name is replaced, not followed.
 *
 * <p><b>Errors.</b> Those of the video, and {@link IOException} of the file system, such as
 * {@link java.nio.file.FileAlreadyExistsException}; nothing is left then, unless {@link #keepingPart()}.
 *
 * <p><b>Threading.</b> Files are touched on {@link Schedulers#boundedElastic()} only, and the result is emitted there. If
 * it was shut down, saving fails with {@link java.util.concurrent.RejectedExecutionException}.
 *
 * @since 0.1.0
 */
public final class FileSink {

    private final Path target;

    private final boolean overwrite;

    private final boolean synced;

    private final boolean partKept;

    private FileSink(Path target, boolean overwrite, boolean synced, boolean partKept) {
        this.target = target;
        this.overwrite = overwrite;
        this.synced = synced;
        this.partKept = partKept;
    }

    /**
     * Save to a file that does not exist yet, in a directory that does.
     *
     * @param target the final name
     * @return the sink
     */
    public static FileSink to(Path target) {
        return new FileSink(Objects.requireNonNull(target, "target"), false, false, false);
    }

    /**
     * Replace the file if it exists: the old one stays until the new one is complete.
     *
     * @return the changed sink
     */
    public FileSink overwriting() {
        return new FileSink(target, true, synced, partKept);
    }

    /**
     * Force the bytes to the device before the file takes its name, so that it survives a power failure.
     *
     * @return the changed sink
     */
    public FileSink synced() {
        return new FileSink(target, overwrite, true, partKept);
    }

    /**
     * Keep what came of a video that broke off, was cancelled or could not take its name as {@code <name>.part},
     * replacing an earlier one.
     *
     * @return the changed sink
     */
    public FileSink keepingPart() {
        return new FileSink(target, overwrite, synced, true);
    }

    /**
     * Save a video that is there already. Work starts on subscription and demand; at most eight buffers wait to be
     * written.
     *
     * <p><b>Cancellation.</b> Cancels the video and removes the part file.
     *
     * @param video the body of a response
     * @return what was saved, once the file has its name
     */
    public Mono<SavedVideo> save(Flux<DataBuffer> video) {
        return new SavingMono(video, this, Schedulers.boundedElastic());
    }

    /**
     * Generate a video and save it: a target that exists already or cannot be written fails before the call is subscribed
     * to, and so before anything is paid.
     *
     * @param call the call; subscribed to once for each subscription
     * @return what was saved, once the file has its name
     */
    public Mono<SavedVideo> saveCall(Mono<? extends Flux<DataBuffer>> call) {
        return Mono.fromCallable(this::probe)
                .subscribeOn(Schedulers.boundedElastic())
                .then(call.flatMap(this::save));
    }

    private FileSink probe() throws IOException {
        PartFile.create(this).close();
        return this;
    }

    Path target() {
        return target;
    }

    boolean overwrites() {
        return overwrite;
    }

    boolean isSynced() {
        return synced;
    }

    boolean keepsPart() {
        return partKept;
    }
}

package io.github.reactorchutes.sink;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.reactivestreams.Publisher;
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
 * <p>The part file can be read by its owner alone. It is named {@code .<name>.<random>.part}. A process that is killed leaves it behind, and never a broken
 * file under the final name. A symbolic link under the final name is replaced, not followed.
 *
 * <p><b>Errors.</b> Those of the video, and {@link IOException} of the file system, such as
 * {@link java.nio.file.FileAlreadyExistsException}; nothing is left then, unless {@link #keepingPart()}.
 *
 * <p><b>Threading.</b> Files are touched on {@link Schedulers#boundedElastic()} only, and the result is emitted there. If
 * it is shut down, saving fails with {@link java.util.concurrent.RejectedExecutionException}, at the next signal of the video
 * at the latest, and that signal's thread removes the part file.
 *
 * @since 0.1.0
 */
public final class FileSink {

    private final Path target;

    private final boolean overwrite;

    private final boolean synced;

    private final boolean partKept;

    private final Set<PosixFilePermission> permissions;

    private final Publisher<?> stop;

    private FileSink(
            Path target,
            boolean overwrite,
            boolean synced,
            boolean partKept,
            Set<PosixFilePermission> permissions,
            Publisher<?> stop) {
        this.target = target;
        this.overwrite = overwrite;
        this.synced = synced;
        this.partKept = partKept;
        this.permissions = permissions;
        this.stop = stop;
    }

    /**
     * Save to a file that does not exist yet, in a directory that does.
     *
     * @param target the final name
     * @return the sink
     */
    public static FileSink to(Path target) {
        return new FileSink(
                Objects.requireNonNull(target, "target"), false, false, false, PartFile.OWNER_ONLY, Mono.never());
    }

    /**
     * Replace the file if it exists: the old one stays until the new one is complete.
     *
     * @return the changed sink
     */
    public FileSink overwriting() {
        return new FileSink(target, true, synced, partKept, permissions, stop);
    }

    /**
     * Force the bytes to the device before the file takes its name, so that it survives a power failure.
     *
     * @return the changed sink
     */
    public FileSink synced() {
        return new FileSink(target, overwrite, true, partKept, permissions, stop);
    }

    /**
     * Keep what came of a video that broke off, was cancelled or could not take its name as {@code <name>.part},
     * replacing an earlier one.
     *
     * @return the changed sink
     */
    public FileSink keepingPart() {
        return new FileSink(target, overwrite, synced, true, permissions, stop);
    }

    /**
     * Give the whole file these permissions. Default: its owner alone can read and write it, as the part file always.
     * File systems that know no such permissions have their own way.
     *
     * @param permissions whoever may read, write or execute it; the platform's umask does not apply
     * @return the changed sink
     */
    public FileSink permissions(Set<PosixFilePermission> permissions) {
        return new FileSink(target, overwrite, synced, partKept, Set.copyOf(permissions), stop);
    }

    /**
     * End a saving in order when something happens, such as the shutdown of the application: the video is cancelled, the
     * part file is removed, and then the saving fails. Whereas a cancel returns at once, here the error tells that the
     * clean-up is done.
     *
     * <p><b>Errors.</b> The signal's own error, or a {@link java.util.concurrent.CancellationException} if it emits or
     * completes. A video that is whole by then is saved all the same.
     *
     * @param signal the signal; subscribed to when the call begins and again when the video begins, so it has to tell
     *     those that come late, as {@code Sinks.empty().asMono()} does
     * @return the changed sink
     */
    public FileSink stoppedBy(Publisher<?> signal) {
        return new FileSink(target, overwrite, synced, partKept, permissions, Objects.requireNonNull(signal, "signal"));
    }

    /**
     * Save a video that is there already. Work starts on subscription and demand; at most eight buffers wait to be
     * written.
     *
     * <p><b>Cancellation.</b> Cancels the video and removes the part file, a moment later: where the end has to wait for
     * that, use {@link #stoppedBy}.
     *
     * @param video the body of a response
     * @return what was saved, once the file has its name
     */
    public Mono<SavedVideo> save(Flux<DataBuffer> video) {
        return new SavingMono(video, this, PartFile::create, Schedulers.boundedElastic());
    }

    /**
     * Generate a video and save it: a target that exists already or cannot be written fails before the call is subscribed
     * to, and so before anything is paid.
     *
     * @param call the call; subscribed to once for each subscription
     * @return what was saved, once the file has its name
     */
    public Mono<SavedVideo> saveCall(Mono<? extends Flux<DataBuffer>> call) {
        Mono<Flux<DataBuffer>> stopped = Mono.from(stop).then(Mono.error(StopSignal::stopped));
        return Mono.fromCallable(this::probe)
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.firstWithSignal(stopped, call).flatMap(this::save));
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

    Set<PosixFilePermission> permissions() {
        return permissions;
    }

    Publisher<?> stop() {
        return stop;
    }
}

package io.github.reactorchutes.sink;

import io.github.reactorchutes.exchange.VideoResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Saves a video to a file that is either complete or absent: the bytes go to a part file in the same directory, which
 * is renamed atomically when the video is complete.
 *
 * <pre>{@code
 * Mono<SavedVideo> saved = FileSink.to(Path.of("fox.mp4")).saveCall(client.textToVideo(request));
 * }</pre>
 *
 * <p>Only its owner can read the part file, which is named {@code .<name>.<random>.part}. A killed process leaves it
 * behind, but never a broken file under the final name. A symbolic link under the final name is replaced, not followed,
 * unless it leads to a pipe or a device, or to an open file of a process such as {@code /dev/stdout}. These are written
 * through as the video arrives, and a video that breaks off leaves them incomplete.
 *
 * <p>A body that ends normally is saved, whatever is in it: see {@link SavedVideo#verdict()}. If its format is recognised
 * and the target's ending is that of another one, the file gets the right ending: a WebM for {@code fox.mp4} becomes
 * {@code fox.webm}, or {@code fox.2.webm} if that exists.
 *
 * <p>A generated video is not lost because of its name: if the target was taken while the video was generated, or cannot
 * be replaced, the video is saved beside it as {@code fox.2.mp4}. {@link SavedVideo#file()} is the actual name.
 *
 * <p><b>Errors.</b> Those of the video, and {@link IOException} of the file system, such as {@link
 * java.nio.file.FileAlreadyExistsException}. No file is left then, unless {@link #keepingPart()}. If a video that has
 * begun to arrive cannot be written, as on a full disk, saving fails with {@link VideoNotSavedException}, and its bytes
 * are kept in {@link #keptPart()}.
 *
 * <p><b>Threading.</b> Files are accessed only on {@link Schedulers#boundedElastic()}, which also emits the result. If
 * it is shut down, saving fails with {@link java.util.concurrent.RejectedExecutionException} no later than the next
 * signal of the video, and that signal's thread removes the part file.
 *
 * @since 0.1.0
 */
public final class FileSink {

    private static final String PART = ".part";

    /** The limit of most file systems. */
    private static final int MAX_NAME_BYTES = 255;

    private final Path target;

    private final boolean overwrite;

    private final boolean synced;

    private final boolean partKept;

    private final @Nullable Set<PosixFilePermission> permissions;

    private final Publisher<?> stop;

    private FileSink(
            Path target,
            boolean overwrite,
            boolean synced,
            boolean partKept,
            @Nullable Set<PosixFilePermission> permissions,
            Publisher<?> stop) {
        this.target = target;
        this.overwrite = overwrite;
        this.synced = synced;
        this.partKept = partKept;
        this.permissions = permissions;
        this.stop = stop;
    }

    /**
     * Save to a new file in an existing directory, or write to an existing pipe or device.
     *
     * @param target the final name
     * @return the sink
     * @throws IllegalArgumentException if the path has no file name, as {@code /} or an empty one
     */
    public static FileSink to(Path target) {
        Path name = target.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new IllegalArgumentException("the target '" + target + "' has no file name");
        }
        return new FileSink(target, false, false, false, PartFile.OWNER_ONLY, Mono.never());
    }

    /**
     * Replace an existing file. The old one remains until the new one is complete.
     *
     * @return the changed sink
     */
    public FileSink overwriting() {
        return new FileSink(target, true, synced, partKept, permissions, stop);
    }

    /**
     * Force the bytes to the device before the rename, so that the file survives a power failure.
     *
     * @return the changed sink
     */
    public FileSink synced() {
        return new FileSink(target, overwrite, true, partKept, permissions, stop);
    }

    /**
     * Keep the received bytes of a video that broke off, was cancelled or could not be renamed as {@code <name>.part},
     * replacing an earlier one.
     *
     * @return the changed sink
     */
    public FileSink keepingPart() {
        return new FileSink(target, overwrite, synced, true, permissions, stop);
    }

    /** {@return where the bytes of a video that is not complete are kept; a name that is too long for it is cut} */
    public Path keptPart() {
        String name = target.getFileName().toString();
        while (name.getBytes(StandardCharsets.UTF_8).length + PART.length() > MAX_NAME_BYTES) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return target.resolveSibling(name + PART);
    }

    /**
     * Set the permissions of the complete file. Default: only its owner can read and write it, as for the part file.
     * Ignored by file systems without POSIX permissions.
     *
     * @param permissions the permissions, to which the umask does not apply
     * @return the changed sink
     */
    public FileSink permissions(Set<PosixFilePermission> permissions) {
        return new FileSink(target, overwrite, synced, partKept, Set.copyOf(permissions), stop);
    }

    /**
     * Let the umask of the process decide on the permissions, as a command-line tool does. They apply to the part file
     * too, so that others may read it before it is complete.
     *
     * @return the changed sink
     */
    public FileSink permissionsOfUmask() {
        return new FileSink(target, overwrite, synced, partKept, null, stop);
    }

    /**
     * Stop saving cleanly on a signal, such as the shutdown of the application: cancel the video, remove the part file,
     * and then fail. A cancel returns immediately, whereas this error signals that the clean-up is complete.
     *
     * <p><b>Errors.</b> The signal's own error, or a {@link java.util.concurrent.CancellationException} if it emits or
     * completes. A video that is complete by then is still saved.
     *
     * @param signal the signal; subscribed to at the start of the call and again at the start of the video, so it must
     *     replay to late subscribers, as {@code Sinks.empty().asMono()} does
     * @return the changed sink
     */
    public FileSink stoppedBy(Publisher<?> signal) {
        return new FileSink(target, overwrite, synced, partKept, permissions, Objects.requireNonNull(signal, "signal"));
    }

    /**
     * Save the body of a response. Work starts on subscription and demand; at most eight buffers are queued for
     * writing.
     *
     * <p><b>Cancellation.</b> Cancels the video and removes the part file asynchronously. Use {@link #stoppedBy} to
     * wait for the removal.
     *
     * @param video the body of a response
     * @return the saved video, after the rename
     */
    public Mono<SavedVideo> save(Flux<DataBuffer> video) {
        return new SavingMono(video, this, VideoOutput::open, Schedulers.boundedElastic());
    }

    /**
     * Generate a video and save it. A target that exists, whose name is too long or that cannot be written fails before
     * the call is subscribed to, and thus before anything is paid.
     *
     * @param call the call; subscribed to once for each subscription
     * @return the saved video, after the rename
     */
    public Mono<SavedVideo> saveCall(Mono<? extends Flux<DataBuffer>> call) {
        Mono<Flux<DataBuffer>> stopped = Mono.from(stop).then(Mono.error(StopSignal::stopped));
        return Mono.fromCallable(this::probe)
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.firstWithSignal(stopped, call).flatMap(this::saveProbed));
    }

    /**
     * Save media that can be fetched from any position, and continue what an earlier run, even a killed one, has left in
     * {@link #keptPart()}. The received bytes stay there until the media is complete; beside it is their {@code ETag}. If
     * they are not the beginning of what there is now, they are discarded. A pipe or a device is written from the
     * beginning.
     *
     * <p><b>Cancellation.</b> Keeps the received bytes for the next run.
     *
     * <p><b>Errors.</b> Those of the source. {@link java.nio.file.FileSystemException} if another process is saving to
     * the same target.
     *
     * @param source the media; asked again if it does not continue the bytes that are there
     * @return the saved media, after the rename; its digest and its verdict cover all bytes
     */
    public Mono<SavedVideo> saveResumable(ResumableSource source) {
        return Mono.fromCallable(() -> SpecialFile.is(target))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(special -> special
                        ? saveCall(source.from(0, null).map(VideoResponse::body))
                        : ResumedSaving.of(this, source, Mono.from(stop).then(Mono.error(StopSignal::stopped))));
    }

    private Mono<SavedVideo> saveProbed(Flux<DataBuffer> video) {
        return new SavingMono(video, this, VideoOutput::openProbed, Schedulers.boundedElastic());
    }

    private FileSink probe() throws IOException {
        VideoOutput.probe(this);
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

    /** Return {@code null} for those of the umask. */
    @Nullable
    Set<PosixFilePermission> permissions() {
        return permissions;
    }

    Publisher<?> stop() {
        return stop;
    }
}

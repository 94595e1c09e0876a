package io.github.reactorchutes.store;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.UUID;
import org.reactivestreams.Publisher;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Keeps videos as files in a directory, which may be a network file system that several machines mount. A key is the
 * path of its file. Only the owner of the process can read the files.
 *
 * <p>A video is written to a part file beside its target, forced to the device, and linked under its name, so that a
 * killed process leaves a hidden part file and never a broken video.
 *
 * <p><b>Threading.</b> Files are opened on {@link Schedulers#boundedElastic()}, and read and written by the threads of
 * {@link AsynchronousFileChannel}, which also emit.
 *
 * @since 0.1.0
 */
public final class FileVideoStore implements VideoStore {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path directory;

    private FileVideoStore(Path directory) {
        this.directory = directory;
    }

    /**
     * Keep videos in a directory, which is created with the first video.
     *
     * @param directory the directory
     * @return the store
     */
    public static FileVideoStore in(Path directory) {
        return new FileVideoStore(directory.toAbsolutePath().normalize());
    }

    @Override
    public Mono<StoredVideo> put(String key, Publisher<? extends DataBuffer> video) {
        return Mono.using(() -> open(key), part -> write(part, video), Part::close)
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Part open(String key) throws IOException {
        Path target = file(key);
        if (Files.exists(target)) {
            throw new FileAlreadyExistsException(target.toString());
        }
        Path folder = target.resolveSibling("");
        Files.createDirectories(folder, only("rwx------"));
        Path file = folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        AsynchronousFileChannel channel = AsynchronousFileChannel.open(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), null, only("rw-------"));
        return new Part(key, target, file, channel);
    }

    private static Mono<StoredVideo> write(Part part, Publisher<? extends DataBuffer> video) {
        return DataBufferUtils.write(Flux.from(video).cast(DataBuffer.class), part.channel)
                .map(DataBufferUtils::release)
                .then(Mono.fromCallable(part::complete).subscribeOn(Schedulers.boundedElastic()));
    }

    @Override
    public Mono<StoredVideo> head(String key) {
        return Mono.fromCallable(() -> StoredVideo.of(key, Files.size(file(key))))
                .onErrorComplete(NoSuchFileException.class)
                .subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Flux<DataBuffer> get(String key, ByteRange range) {
        Flux<DataBuffer> rest = DataBufferUtils.readAsynchronousFileChannel(
                () -> AsynchronousFileChannel.open(file(key), StandardOpenOption.READ),
                range.first(),
                DefaultDataBufferFactory.sharedInstance,
                BUFFER_BYTES);
        return DataBufferUtils.takeUntilByteCount(rest, range.length()).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public Mono<Void> delete(String key) {
        return Mono.<Void>fromCallable(() -> {
                    Files.deleteIfExists(file(key));
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Path file(String key) {
        return directory.resolve(StoreKey.require(key));
    }

    private FileAttribute<?>[] only(String permissions) {
        return directory.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    @Override
    public String toString() {
        return "FileVideoStore[" + directory + "]";
    }

    /** An unfinished file. */
    private record Part(String key, Path target, Path file, AsynchronousFileChannel channel) {

        StoredVideo complete() throws IOException {
            channel.force(true);
            long bytes = channel.size();
            publish();
            forceDirectory();
            return StoredVideo.of(key, bytes);
        }

        /** A link, unlike a rename, never replaces a file; some file systems have no links. */
        private void publish() throws IOException {
            try {
                Files.createLink(target, file);
            } catch (FileAlreadyExistsException taken) {
                throw taken;
            } catch (FileSystemException | UnsupportedOperationException noLinks) {
                Files.move(file, target);
            }
        }

        private void forceDirectory() {
            try (FileChannel folder = FileChannel.open(target.resolveSibling(""), StandardOpenOption.READ)) {
                folder.force(true);
            } catch (IOException notPossibleHere) {
                // Windows opens no directories
            }
        }

        void close() {
            try {
                channel.close();
                Files.deleteIfExists(file);
            } catch (IOException left) {
                // a hidden part file is harmless
            }
        }
    }
}

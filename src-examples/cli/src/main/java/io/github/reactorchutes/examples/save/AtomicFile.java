package io.github.reactorchutes.examples.save;

import java.io.IOException;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * A file that appears under its name whole, or never. Until then its bytes are in a hidden file beside it, because a
 * rename is atomic only within one file system.
 */
final class AtomicFile {

    private final Path target;

    private final Path temporary;

    private final AsynchronousFileChannel channel;

    private AtomicFile(Path target, Path temporary, AsynchronousFileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    static Mono<AtomicFile> open(Path target) {
        return Mono.fromCallable(() -> create(target)).subscribeOn(Schedulers.boundedElastic());
    }

    private static AtomicFile create(Path target) throws IOException {
        Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        return new AtomicFile(
                target,
                temporary,
                AsynchronousFileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
    }

    AsynchronousFileChannel channel() {
        return channel;
    }

    Path target() {
        return target;
    }

    /** Make the bytes durable, then give the file its name. */
    Mono<Void> commit() {
        return offLoop(this::syncAndRename);
    }

    /** Leave no trace. */
    Mono<Void> discard() {
        return offLoop(this::delete);
    }

    private void syncAndRename() throws IOException {
        try {
            channel.force(true);
            channel.close();
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            delete();
            throw e;
        }
    }

    private void delete() throws IOException {
        try {
            channel.close();
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static Mono<Void> offLoop(FileAction action) {
        return Mono.<Void>fromCallable(() -> {
                    action.run();
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private interface FileAction {

        void run() throws IOException;
    }
}

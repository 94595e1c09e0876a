package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.HttpStatus;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The directory of this run for uploads. It is deleted when the run ends. */
@Component
final class Workspace implements DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(Workspace.class);

    private final Path directory;

    Workspace(DataFolder data) throws IOException {
        this.directory = data.newUploads();
    }

    Path directory() {
        return directory;
    }

    /** Return a folder for the next upload, without creating it. */
    Path upload() {
        return directory.resolve(UUID.randomUUID() + ".upload");
    }

    /**
     * Save an uploaded image to a file. A running copy cannot be stopped, so deletion waits for it.
     *
     * @param part the upload, whose storage is released
     * @param holder receives the file before it is written, so that it is always deleted
     * @return the file
     */
    Mono<Path> keep(FilePart part, Disposable.Composite holder) {
        return Mono.defer(() -> {
            Path file = directory.resolve(UUID.randomUUID() + ".image");
            CompletableFuture<Void> transfer = transfer(part, file).toFuture();
            Mono<Void> transferred = Mono.fromFuture(transfer, true);
            holder.add(() ->
                    transferred.onErrorComplete().doFinally(end -> delete(file)).subscribe());
            return transferred.thenReturn(file).delayUntil(Workspace::requireContent);
        });
    }

    private static Mono<Void> transfer(FilePart part, Path file) {
        return Mono.<Void>fromCallable(() -> {
                    PrivateFiles.create(file);
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic())
                .then(Mono.defer(() -> part.transferTo(file)))
                .then(Mono.defer(part::delete));
    }

    private static Mono<Void> requireContent(Path file) {
        return Mono.<Void>fromCallable(() -> {
                    if (Files.size(file) == 0) {
                        throw new InvalidVideoRequestException("image", "is empty");
                    }
                    return null;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    /** Replace a failure that names a file of the gateway, which a visitor does not know. */
    Throwable withoutPath(Throwable error) {
        if (!String.valueOf(error.getMessage()).contains(directory.toString())) {
            return error;
        }
        return new ResponseStatusException(
                HttpStatus.INTERNAL_SERVER_ERROR, "The gateway cannot read the image. Nothing was paid.", error);
    }

    /** Delete a file, later and off the caller's thread. */
    void delete(Path file) {
        Schedulers.boundedElastic().schedule(() -> deleteNow(file));
    }

    private static void deleteNow(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            logger.warn("Deleting a file failed", e);
        }
    }

    @Override
    public void destroy() {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

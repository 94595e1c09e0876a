package io.github.reactorchutes.examples.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.codec.multipart.FilePart;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The directory of this run, with the videos and the images they start from. It goes when the run ends. */
@Component
final class Workspace implements DisposableBean {

    private static final Logger logger = LoggerFactory.getLogger(Workspace.class);

    private final Path directory;

    Workspace(GatewayProperties properties) throws IOException {
        Files.createDirectories(properties.directory());
        this.directory = Files.createTempDirectory(properties.directory(), "chutes-gateway-");
    }

    Path directory() {
        return directory;
    }

    Path video(String id) {
        return directory.resolve(id + ".mp4");
    }

    /**
     * Keep an uploaded image in a file.
     *
     * @param part the upload, whose own storage is given back
     * @param holder is told of the file before it is written, and so deletes it whatever happens
     * @return the file
     */
    Mono<Path> keep(FilePart part, Disposable.Composite holder) {
        return Mono.defer(() -> {
            Path file = directory.resolve(UUID.randomUUID() + ".image");
            holder.add(() -> delete(file));
            return part.transferTo(file).then(part.delete()).thenReturn(file);
        });
    }

    /** Delete a file, later and off the caller's thread. */
    void delete(Path file) {
        Schedulers.boundedElastic().schedule(() -> {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                logger.warn("A file could not be deleted", e);
            }
        });
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

package io.github.reactorchutes.examples.gateway;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.codec.HttpMessageReader;
import org.springframework.http.codec.multipart.DefaultPartHttpMessageReader;
import org.springframework.http.codec.multipart.MultipartHttpMessageReader;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.MultiValueMap;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The folder of one upload, which is deleted as a whole. If a part completes and fails at the same time, {@code
 * PartGenerator} of spring-web 7.0.10 leaves its file behind.
 */
final class UploadFolder {

    static final int MAX_PARTS = 16;

    private static final int ATTEMPTS = 3;

    /** Smaller parts stay in memory. */
    private static final DataSize IN_MEMORY = DataSize.ofKilobytes(64);

    private final Path path;

    private final DataSize maxPartSize;

    private final AtomicBoolean wanted = new AtomicBoolean();

    UploadFolder(Path path, DataSize maxPartSize) {
        this.path = path;
        this.maxPartSize = maxPartSize;
    }

    /** Create the folder and return a reader that stores parts in it. */
    Mono<HttpMessageReader<MultiValueMap<String, Part>>> reader() {
        return Mono.<HttpMessageReader<MultiValueMap<String, Part>>>fromCallable(() -> {
                    wanted.set(true);
                    PrivateFiles.createDirectory(path);
                    return new MultipartHttpMessageReader(partReader());
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private DefaultPartHttpMessageReader partReader() throws IOException {
        DefaultPartHttpMessageReader reader = new DefaultPartHttpMessageReader();
        reader.setFileStorageDirectory(path);
        reader.setMaxInMemorySize((int) IN_MEMORY.toBytes());
        reader.setMaxDiskUsagePerPart(maxPartSize.toBytes());
        reader.setMaxParts(MAX_PARTS);
        return reader;
    }

    /** Delete the folder and its content; nothing can be stored there afterwards. */
    Mono<Void> delete() {
        return Mono.defer(() -> wanted.get() ? deleting() : Mono.empty());
    }

    /** A file created meanwhile makes the first attempt fail. */
    private Mono<Void> deleting() {
        return Mono.fromCallable(() -> FileSystemUtils.deleteRecursively(path))
                .subscribeOn(Schedulers.boundedElastic())
                .retry(ATTEMPTS)
                .onErrorComplete()
                .then();
    }
}

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
 * The folder of one upload. It is deleted as a whole, because a part that ends and fails at the same time may have no
 * owner, so that its file would stay.
 */
final class UploadFolder {

    private static final int MAX_PARTS = 16;

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

    /** Create the folder, and return what reads parts into it. */
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

    /** Delete the folder and what is in it; nothing can be stored there afterwards. */
    Mono<Void> delete() {
        return Mono.defer(() -> wanted.get() ? deleting() : Mono.empty());
    }

    /** A file that is created meanwhile makes the folder stay once. */
    private Mono<Void> deleting() {
        return Mono.fromCallable(() -> FileSystemUtils.deleteRecursively(path))
                .subscribeOn(Schedulers.boundedElastic())
                .retry(ATTEMPTS)
                .onErrorComplete()
                .then();
    }
}

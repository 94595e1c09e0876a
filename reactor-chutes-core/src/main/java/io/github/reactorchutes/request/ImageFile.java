package io.github.reactorchutes.request;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** An image in a file, looked at when a body is prepared. */
final class ImageFile implements StoredImage {

    private final Path file;

    ImageFile(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    @Override
    public Mono<BodyPart> prepare(String field, boolean checked) {
        return Mono.<BodyPart>fromCallable(() -> inspect(field, checked)).subscribeOn(Schedulers.boundedElastic());
    }

    private ImageFilePart inspect(String field, boolean checked) {
        BasicFileAttributes attributes = attributes(field);
        require(attributes.isRegularFile(), field, "is not a regular file");
        require(attributes.size() > 0, field, "is empty");
        require(Files.isReadable(file), field, "is not readable");
        if (checked) {
            ImageSignature.require(field, head(field), attributes.size());
        }
        return new ImageFilePart(file, attributes.size(), attributes.lastModifiedTime());
    }

    private byte[] head(String field) {
        try (InputStream start = Files.newInputStream(file)) {
            return start.readNBytes(ImageSignature.HEAD_BYTES);
        } catch (IOException e) {
            throw problem(field, "cannot be read", e);
        }
    }

    private BasicFileAttributes attributes(String field) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw problem(field, "does not exist", e);
        } catch (IOException e) {
            throw problem(field, "cannot be looked at", e);
        }
    }

    private void require(boolean condition, String field, String problem) {
        if (!condition) {
            throw problem(field, problem, null);
        }
    }

    private InvalidVideoRequestException problem(String field, String problem, @Nullable IOException cause) {
        return new InvalidVideoRequestException(field, "file " + file + " " + problem, cause);
    }

    @Override
    public String toString() {
        return "file";
    }
}

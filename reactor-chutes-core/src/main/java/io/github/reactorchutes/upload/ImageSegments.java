package io.github.reactorchutes.upload;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageContent;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes the segment of one image: determines its length and checks its first bytes. The first bytes of an image that
 * can only be read once are checked while it is sent.
 */
final class ImageSegments {

    /** Several encoded blocks, because each read of a file needs two changes of threads. */
    private static final int FILE_BLOCK_BYTES = 4 * Base64Block.MAX_BYTES;

    private final String field;

    private final boolean checked;

    private ImageSegments(String field, boolean checked) {
        this.field = field;
        this.checked = checked;
    }

    /** Return the segment of an image without blocking the subscriber. */
    static Mono<Segment> of(String field, Image image) {
        return new ImageSegments(field, image.isChecked()).of(image.content());
    }

    private Mono<Segment> of(ImageContent content) {
        if (content instanceof ImageContent.File file) {
            return offLoop(() -> ofFile(file.path()));
        }
        if (content instanceof ImageContent.Stream stream) {
            return checked ? offLoop(() -> ofCheckedStream(stream)) : Mono.just(ofStream(stream));
        }
        if (content instanceof ImageContent.Once once && once.isUsed()) {
            return once.bytes().then(Mono.empty()); // fails with the reason
        }
        return Mono.fromCallable(() -> ofMemory(content));
    }

    private static Mono<Segment> offLoop(Callable<Segment> look) {
        return Mono.fromCallable(look).subscribeOn(Schedulers.boundedElastic());
    }

    private Segment ofMemory(ImageContent content) {
        if (content instanceof ImageContent.Bytes bytes) {
            check(bytes.buffer());
            return new BytesSegment(bytes.buffer());
        }
        if (content instanceof ImageContent.Base64 base64) {
            return ofBase64(base64.text(), base64.start());
        }
        if (content instanceof ImageContent.Once once) {
            return ofOnce(once);
        }
        return TextSegment.ofAscii(plainText(content), 0);
    }

    private static String plainText(ImageContent content) {
        return content instanceof ImageContent.Url url ? url.text() : ((ImageContent.Verbatim) content).text();
    }

    private Segment ofOnce(ImageContent.Once once) {
        return new EncodedSegment(factory -> once.bytes(), once.size(), head -> check(head, once.size()));
    }

    private Segment ofBase64(String text, int start) {
        int quads = Math.min((text.length() - start) / 4, ImageCheck.HEAD_BYTES / 3);
        byte[] head = Base64.getDecoder().decode(text.substring(start, start + 4 * quads));
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        check(ByteBuffer.wrap(head), (text.length() - start) / 4 * 3L - padding);
        return TextSegment.ofAscii(text, start);
    }

    private Segment ofStream(ImageContent.Stream stream) {
        return new EncodedSegment(
                factory -> new InputFlux(
                        block -> new StreamInput(StreamInput.open(stream.opener()), block),
                        (int) Math.min(stream.size(), Base64Block.MAX_BYTES),
                        factory),
                stream.size(),
                null);
    }

    private Segment ofCheckedStream(ImageContent.Stream stream) {
        try (InputStream start = StreamInput.open(stream.opener())) {
            check(ByteBuffer.wrap(start.readNBytes(ImageCheck.HEAD_BYTES)), stream.size());
            return ofStream(stream);
        } catch (IOException e) {
            throw new InvalidVideoRequestException(field, "stream cannot be read", e);
        }
    }

    private Segment ofFile(Path file) {
        BasicFileAttributes attributes = attributes(file);
        require(attributes.isRegularFile(), file, "is not a regular file");
        require(attributes.size() > 0, file, "is empty");
        require(Files.isReadable(file), file, "is not readable");
        if (checked) {
            check(ByteBuffer.wrap(head(file)), attributes.size());
        }
        return new EncodedSegment(
                factory -> new InputFlux(
                        block -> new FileInput(file, attributes, block),
                        (int) Math.min(attributes.size(), FILE_BLOCK_BYTES),
                        factory),
                attributes.size(),
                null);
    }

    private byte[] head(Path file) {
        try (InputStream start = Files.newInputStream(file)) {
            return start.readNBytes(ImageCheck.HEAD_BYTES);
        } catch (IOException e) {
            throw problem(file, "cannot be read", e);
        }
    }

    private BasicFileAttributes attributes(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw problem(file, "does not exist", e);
        } catch (IOException e) {
            throw problem(file, "cannot be accessed", e);
        }
    }

    private void require(boolean condition, Path file, String problem) {
        if (!condition) {
            throw problem(file, problem, null);
        }
    }

    private InvalidVideoRequestException problem(Path file, String problem, @Nullable IOException cause) {
        return new InvalidVideoRequestException(field, "file " + file + " " + problem, "file " + problem, cause);
    }

    private void check(ByteBuffer image) {
        check(image, image.remaining());
    }

    private void check(ByteBuffer head, long size) {
        if (checked) {
            ImageCheck.require(field, head, size);
        }
    }
}

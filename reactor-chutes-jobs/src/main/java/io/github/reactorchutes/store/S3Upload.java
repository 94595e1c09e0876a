package io.github.reactorchutes.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * One video on its way into a bucket: one request if it is shorter than a part, else a multipart upload.
 *
 * <p>The publisher is asked for more only while a part has room, so at most {@code partsInFlight} parts are in memory,
 * the one that is filled included. An upload is begun when the first part is full, and ends completed or aborted.
 */
final class S3Upload {

    private static final Logger logger = LoggerFactory.getLogger(S3Upload.class);

    private static final int MAX_PARTS = 10_000;

    /** Tells whether what is found under the key came from this upload, when an answer was lost. */
    private static final String MARK = "chutes-upload";

    private final S3Bucket bucket;

    private final String object;

    private final int partBytes;

    private final int partsInFlight;

    private final @Nullable ChecksumAlgorithm checksum;

    private final Map<String, String> metadata = Map.of(MARK, UUID.randomUUID().toString());

    private final Queue<ByteBuffer> free = new ArrayDeque<>();

    private final Queue<Sent> inFlight = new ArrayDeque<>();

    private final List<CompletedPart> accepted = new ArrayList<>();

    private S3Part part;

    private int partNumber;

    private long bytes;

    private @Nullable CompletableFuture<String> uploadId;

    private boolean closed;

    S3Upload(S3Bucket bucket, String object, int partBytes, int partsInFlight, @Nullable ChecksumAlgorithm checksum) {
        this.bucket = bucket;
        this.object = object;
        this.partBytes = partBytes;
        this.partsInFlight = partsInFlight;
        this.checksum = checksum;
        this.part = new S3Part(partBytes, free);
    }

    /** Store the video, and return its size. */
    Mono<Long> send(Publisher<? extends DataBuffer> video) {
        Mono<Long> sent = Flux.from(video)
                .<Void>concatMap(this::add, 0)
                .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                .then(Mono.defer(this::finish));
        return Mono.usingWhen(
                Mono.just(this), upload -> sent, upload -> Mono.empty(), (upload, error) -> abort(), S3Upload::abort);
    }

    private Mono<Void> add(DataBuffer buffer) {
        part.fill(buffer);
        if (!part.isFull()) {
            DataBufferUtils.release(buffer);
            return Mono.empty();
        }
        return sendAndFill(buffer).doFinally(end -> DataBufferUtils.release(buffer));
    }

    private Mono<Void> sendAndFill(DataBuffer buffer) {
        return sendPart().then(Mono.defer(() -> {
            part.fill(buffer);
            return part.isFull() ? sendAndFill(buffer) : Mono.empty();
        }));
    }

    /** Send the part, and wait until there may be another one. */
    private Mono<Void> sendPart() {
        return Mono.defer(() -> Mono.fromFuture(begun(), true)).flatMap(id -> {
            startPart(id);
            return inFlight.size() < partsInFlight ? Mono.empty() : oldestPart();
        });
    }

    /** A cancelled creation could leave an upload that nobody knows, so it always goes on to its end. */
    private synchronized CompletableFuture<String> begun() {
        requireOpen();
        if (uploadId == null) {
            uploadId = create().toFuture();
        }
        return uploadId;
    }

    private Mono<String> create() {
        return bucket.call(
                        "CreateMultipartUpload",
                        s3 -> s3.createMultipartUpload(request -> request.bucket(bucket.name())
                                .key(object)
                                .metadata(metadata)
                                .checksumAlgorithm(checksum)))
                .map(CreateMultipartUploadResponse::uploadId);
    }

    private synchronized void startPart(String id) {
        requireOpen();
        inFlight.add(new Sent(part, upload(id, ++partNumber, part.body()).toFuture()));
        bytes += part.bytes();
        part = new S3Part(partBytes, free);
    }

    private Mono<CompletedPart> upload(String id, int number, AsyncRequestBody body) {
        if (number > MAX_PARTS) {
            return Mono.error(new IOException("the video is larger than " + MAX_PARTS + " parts of " + partBytes
                    + " bytes; a larger partBytes allows more"));
        }
        return bucket.call(
                        "UploadPart",
                        s3 -> s3.uploadPart(
                                request -> request.bucket(bucket.name())
                                        .key(object)
                                        .uploadId(id)
                                        .partNumber(number)
                                        .checksumAlgorithm(checksum),
                                body))
                .map(answer -> completed(number, answer));
    }

    private static CompletedPart completed(int number, UploadPartResponse answer) {
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    /** The client's threads must not wait for the publisher. */
    private Mono<Void> oldestPart() {
        Sent oldest = inFlight.element();
        return Mono.fromFuture(oldest.answer(), true)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(answer -> {
                    inFlight.remove();
                    accepted.add(answer);
                    oldest.part().recycle();
                })
                .then();
    }

    private Mono<Long> finish() {
        return uploadId == null ? putWhole() : sendRest().then(Mono.defer(this::complete));
    }

    private Mono<Void> sendRest() {
        Mono<Void> last = part.bytes() == 0 ? Mono.empty() : sendPart();
        return last.then(Mono.defer(this::oldestParts));
    }

    private Mono<Void> oldestParts() {
        return inFlight.isEmpty() ? Mono.empty() : oldestPart().then(Mono.defer(this::oldestParts));
    }

    private Mono<Long> putWhole() {
        bytes = part.bytes();
        return bucket.call(
                        "PutObject",
                        s3 -> s3.putObject(
                                request -> request.bucket(bucket.name())
                                        .key(object)
                                        .metadata(metadata)
                                        .checksumAlgorithm(checksum)
                                        .ifNoneMatch("*"),
                                part.body()))
                .thenReturn(bytes)
                .onErrorResume(this::unlessStored);
    }

    private Mono<Long> complete() {
        return Mono.fromFuture(begun(), true)
                .flatMap(id -> bucket.call(
                        "CompleteMultipartUpload",
                        s3 -> s3.completeMultipartUpload(request -> request.bucket(bucket.name())
                                .key(object)
                                .uploadId(id)
                                .mpuObjectSize(bytes)
                                .ifNoneMatch("*")
                                .multipartUpload(parts -> parts.parts(accepted)))))
                .thenReturn(bytes)
                .onErrorResume(this::unlessStored);
    }

    /**
     * A request whose answer was lost may have succeeded: the client's repetition of it is refused, because the key exists
     * or the upload is gone. After the abort nothing can succeed any more.
     */
    private Mono<Long> unlessStored(Throwable error) {
        return abort().then(bucket.head(object))
                .onErrorMap(head -> withSuppressed(error, head))
                .flatMap(found ->
                        isOurs(found) ? Mono.just(bytes) : Mono.error(withSuppressed(bucket.exists(object), error)))
                .switchIfEmpty(Mono.error(error));
    }

    private boolean isOurs(HeadObjectResponse found) {
        return found.metadata().entrySet().containsAll(metadata.entrySet());
    }

    private static Throwable withSuppressed(Throwable error, Throwable suppressed) {
        error.addSuppressed(suppressed);
        return error;
    }

    /** End what is under way, once, and let the bucket forget the parts. Never fails. */
    private Mono<Void> abort() {
        return Mono.defer(this::close);
    }

    private synchronized Mono<Void> close() {
        if (closed) {
            return Mono.empty();
        }
        closed = true;
        inFlight.forEach(sent -> sent.answer().cancel(true));
        return uploadId == null
                ? Mono.empty()
                : Mono.fromFuture(uploadId, true).flatMap(this::abortUpload).onErrorComplete();
    }

    private Mono<Void> abortUpload(String id) {
        return bucket.call(
                        "AbortMultipartUpload",
                        s3 -> s3.abortMultipartUpload(request ->
                                request.bucket(bucket.name()).key(object).uploadId(id)))
                .onErrorComplete(error -> S3Bucket.status(error) == 404)
                .doOnError(error -> logger.warn(
                        "Parts of {} stay in the bucket until its lifecycle rule deletes them: {}",
                        object,
                        error.toString()))
                .then();
    }

    /** A part under way. */
    private record Sent(S3Part part, CompletableFuture<CompletedPart> answer) {}

    private void requireOpen() {
        if (closed) {
            throw new CancellationException("the upload was cancelled");
        }
    }
}

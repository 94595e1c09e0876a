package io.github.reactorchutes.store;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Keeps videos in a bucket of Amazon S3, or of a store with the same interface, such as MinIO and Cloudflare R2. It needs
 * {@code software.amazon.awssdk:s3} on the class path, which this library does not bring.
 *
 * <p>A video shorter than a part is one {@code PutObject}; a longer one is a multipart upload, whose length need not be
 * known. Both are sent with {@code If-None-Match: *}, so a key is written once, whoever writes at the same time. An upload
 * that fails or is cancelled is aborted; for those of a process that ended, the bucket needs a lifecycle rule.
 *
 * <p><b>Memory.</b> {@code partBytes} times {@code partsInFlight} for each video that is being stored, in direct buffers; less
 * if the video is shorter. The publisher is asked for more only while a part has room.
 *
 * <p><b>Ownership.</b> The client is yours, with its region, credentials, endpoint, timeouts and retries; close it after
 * the store's last use.
 *
 * <p><b>Cancellation.</b> Of a {@code put}: aborts the upload. A cancel that crosses the last request may come too late.
 *
 * <p><b>Errors.</b> {@link java.io.IOException} names the operation, the status and the error code of the answer. A
 * request whose answer was lost, and whose repetition the bucket therefore refuses, succeeds if the bucket has the video.
 *
 * <p><b>Threading.</b> The client is called on {@link reactor.core.scheduler.Schedulers#boundedElastic()}, because it may
 * look up credentials; its own threads emit.
 *
 * @since 0.1.0
 */
public final class S3VideoStore implements VideoStore {

    private final S3Bucket bucket;

    private final int partBytes;

    private final int partsInFlight;

    private final boolean checksums;

    private S3VideoStore(Builder builder) {
        this.bucket = builder.bucket;
        this.partBytes = builder.partBytes;
        this.partsInFlight = builder.partsInFlight;
        this.checksums = builder.checksums;
    }

    /**
     * Keep videos in a bucket.
     *
     * @param client what calls S3; yours to close. Any asynchronous client will do, and it need not have {@code
     *     multipartEnabled}
     * @param bucket the name of an existing bucket, or the ARN of an access point
     * @return a builder
     * @throws IllegalArgumentException if the name cannot be that of a bucket
     */
    public static Builder builder(S3AsyncClient client, String bucket) {
        return new Builder(new S3Bucket(requireNonNull(client, "client"), requireNonNull(bucket, "bucket"), ""));
    }

    @Override
    public Mono<StoredVideo> put(String key, Publisher<? extends DataBuffer> video) {
        return Mono.defer(() -> {
            String object = bucket.object(key);
            return bucket.head(object)
                    .hasElement()
                    .flatMap(exists -> exists
                            ? Mono.error(bucket.exists(object))
                            : upload(object).send(video))
                    .map(bytes -> StoredVideo.of(key, bytes));
        });
    }

    private S3Upload upload(String object) {
        return new S3Upload(bucket, object, partBytes, partsInFlight, checksums ? ChecksumAlgorithm.CRC32 : null);
    }

    @Override
    public Mono<StoredVideo> head(String key) {
        return Mono.defer(() -> bucket.head(bucket.object(key)))
                .map(found -> StoredVideo.of(key, found.contentLength()));
    }

    @Override
    public Flux<DataBuffer> get(String key, ByteRange range) {
        return Flux.defer(() -> read(bucket.object(key), range));
    }

    private Flux<DataBuffer> read(String object, ByteRange range) {
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(bucket.name())
                .key(object)
                .range(header(range))
                .build();
        return bucket.call("GetObject", s3 -> s3.getObject(request, toPublisher()))
                .doOnDiscard(ResponsePublisher.class, S3VideoStore::drop)
                .onErrorMap(error -> S3Bucket.hasCode(error, "NoSuchKey"), error -> bucket.absent(object))
                .onErrorComplete(error -> S3Bucket.status(error) == 416)
                .flatMapMany(body -> Flux.from(body).onErrorMap(error -> bucket.failure("GetObject", error)))
                .map(DefaultDataBufferFactory.sharedInstance::wrap);
    }

    private static AsyncResponseTransformer<GetObjectResponse, ResponsePublisher<GetObjectResponse>> toPublisher() {
        return AsyncResponseTransformer.toPublisher();
    }

    /** Return the value of the Range header; none for everything. */
    private static @Nullable String header(ByteRange range) {
        if (range.length() == Long.MAX_VALUE || range.length() > Long.MAX_VALUE - range.first()) {
            return range.first() == 0 ? null : "bytes=" + range.first() + "-";
        }
        return "bytes=" + range.first() + "-" + (range.first() + range.length() - 1);
    }

    /** Close the connection of a body that nobody will read. */
    private static void drop(ResponsePublisher<?> body) {
        body.subscribe(new BaseSubscriber<ByteBuffer>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });
    }

    @Override
    public Mono<Void> delete(String key) {
        return Mono.defer(() -> {
            String object = bucket.object(key);
            return bucket.call(
                            "DeleteObject",
                            s3 -> s3.deleteObject(
                                    request -> request.bucket(bucket.name()).key(object)))
                    .then();
        });
    }

    @Override
    public String toString() {
        return "S3VideoStore[" + bucket.name() + "/" + bucket.prefix() + "]";
    }

    /**
     * Builds a store in a bucket. Not thread-safe.
     *
     * @since 0.1.0
     */
    public static final class Builder {

        private static final int MIB = 1024 * 1024;

        private static final int MIN_PART_BYTES = 5 * MIB;

        private static final int MAX_PART_BYTES = 1024 * MIB;

        private static final int MAX_PARTS_IN_FLIGHT = 100;

        private S3Bucket bucket;

        private int partBytes = 8 * MIB;

        private int partsInFlight = 2;

        private boolean checksums = true;

        private Builder(S3Bucket bucket) {
            this.bucket = bucket;
        }

        /**
         * Begin the name of each object with the same names, so that a bucket can have other things too. Default: none.
         *
         * @param prefix names of {@code A-Z a-z 0-9 . _ -} separated by {@code /}, without one at either end; at most 256
         *     characters
         * @return this builder
         * @throws IllegalArgumentException if it is anything else
         */
        public Builder prefix(String prefix) {
            this.bucket = new S3Bucket(bucket.client(), bucket.name(), requireNonNull(prefix, "prefix"));
            return this;
        }

        /**
         * Set the size of a part. A video has at most 10,000 of them, which are 80 GB by default. Default: 8 MiB.
         *
         * @param bytes 5 MiB, which S3 demands, to 1 GiB
         * @return this builder
         * @throws IllegalArgumentException if it is out of bounds
         */
        public Builder partBytes(int bytes) {
            this.partBytes = within("partBytes", bytes, MIN_PART_BYTES, MAX_PART_BYTES);
            return this;
        }

        /**
         * Limit the parts of each video that are in memory, the one that is filled included. With 1, a part is filled only
         * after the one before it is accepted. Default: 2.
         *
         * @param parts 1 to 100
         * @return this builder
         * @throws IllegalArgumentException if it is out of bounds
         */
        public Builder partsInFlight(int parts) {
            this.partsInFlight = within("partsInFlight", parts, 1, MAX_PARTS_IN_FLIGHT);
            return this;
        }

        /**
         * Send the CRC-32 of each part with it, which S3, MinIO and R2 verify. Turn it off for a store that does not know
         * such checksums, together with {@code requestChecksumCalculation(WHEN_REQUIRED)} of the client. Default: on.
         *
         * @param on whether to send them
         * @return this builder
         */
        public Builder checksums(boolean on) {
            this.checksums = on;
            return this;
        }

        private static int within(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " must be " + min + " to " + max + " but was " + value);
            }
            return value;
        }

        /** {@return the store} */
        public S3VideoStore build() {
            return new S3VideoStore(this);
        }
    }
}

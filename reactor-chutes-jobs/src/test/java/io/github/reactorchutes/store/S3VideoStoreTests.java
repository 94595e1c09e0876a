package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.S3Server;
import io.github.reactorchutes.fixture.S3Server.Hold;
import io.github.reactorchutes.fixture.S3Server.Operation;
import io.github.reactorchutes.fixture.S3Server.Seen;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.core.io.buffer.PooledDataBuffer;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import software.amazon.awssdk.services.s3.S3AsyncClient;

final class S3VideoStoreTests extends VideoStoreKit {

    private static final int MIB = 1024 * 1024;

    private static final int BUFFER = 64 * 1024;

    private final S3Server server = S3Server.start();

    private final S3AsyncClient client = S3Clients.of(server.uri());

    @Override
    VideoStore create() {
        return builder().partBytes(5 * MIB).partsInFlight(1).build();
    }

    private S3VideoStore.Builder builder() {
        return S3VideoStore.builder(client, "videos").prefix("team/a");
    }

    @Override
    int leftovers() {
        return server.keys().size() + server.openUploads();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void sendsAShortVideoInOneRequest() {
        store.put("1/2.mp4", text("one")).block(SOON);

        assertThat(server.keys()).containsExactly("videos/team/a/1/2.mp4");
        assertThat(server.seen()).extracting(Seen::operation).containsExactly(Operation.HEAD, Operation.PUT);
        assertThat(server.seen(Operation.PUT)).allMatch(S3VideoStoreTests::isConditional);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void sendsALongVideoInParts(int partsInFlight) {
        VideoStore parallel =
                builder().partBytes(5 * MIB).partsInFlight(partsInFlight).build();

        StoredVideo stored =
                Objects.requireNonNull(parallel.put("a.mp4", video(12 * MIB)).block(SOON));

        assertThat(stored.bytes()).isEqualTo(12 * MIB);
        assertThat(server.size("videos/team/a/a.mp4")).isEqualTo(12 * MIB);
        assertThat(server.seen(Operation.PART)).hasSize(3);
        assertThat(server.seen(Operation.COMPLETE)).singleElement().matches(S3VideoStoreTests::isConditional);
        assertThat(leftovers()).isEqualTo(1);
        verifyContent("a.mp4", 12 * MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {5 * MIB - 1, 5 * MIB, 5 * MIB + 1, 10 * MIB})
    void keepsEveryByteAtTheEdgesOfParts(int bytes) {
        store.put("a.mp4", video(bytes)).block(SOON);

        verifyContent("a.mp4", bytes);
    }

    @Test
    void cutsABufferThatIsLargerThanParts() {
        store.put("a.mp4", Mono.fromSupplier(() -> buffer(0, 17 * MIB))).block(SOON);

        assertThat(server.seen(Operation.PART)).hasSize(4);
        verifyContent("a.mp4", 17 * MIB);
    }

    @Test
    void agreesWithTheBucketOnChecksums() {
        store.put("a.mp4", video(6 * MIB)).block(SOON);

        assertThat(server.seen(Operation.CREATE))
                .singleElement()
                .satisfies(create -> assertThat(create.headers()).containsEntry("x-amz-checksum-algorithm", "CRC32"));
        assertThat(server.seen(Operation.PART))
                .allSatisfy(part -> assertThat(part.headers()).containsEntry("x-amz-trailer", "x-amz-checksum-crc32"));
    }

    @Test
    void sendsNoChecksumsToAStoreWithoutThem() {
        try (S3AsyncClient plain = S3Clients.withoutChecksums(server.uri())) {
            S3VideoStore.builder(plain, "videos")
                    .checksums(false)
                    .partBytes(5 * MIB)
                    .build()
                    .put("a.mp4", video(6 * MIB))
                    .block(SOON);
        }

        assertThat(server.seen())
                .allSatisfy(seen -> assertThat(seen.headers().keySet())
                        .noneMatch(name -> name.contains("checksum") || name.contains("trailer")));
        assertThat(server.size("videos/a.mp4")).isEqualTo(6 * MIB);
    }

    @Test
    void asksForNoMoreWhileAPartIsNotAccepted() throws Exception {
        AtomicLong emitted = new AtomicLong();
        Hold part = server.hold(Operation.PART);
        Mono<StoredVideo> put = store.put("a.mp4", video(20 * MIB).doOnNext(any -> emitted.addAndGet(BUFFER)));
        CountDownLatch done = new CountDownLatch(1);
        put.subscribe(stored -> done.countDown());
        assertThat(part.arrived().await(10, TimeUnit.SECONDS)).isTrue();

        assertThat(emitted).hasValueLessThanOrEqualTo(5 * MIB + BUFFER);
        part.release();
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(emitted).hasValue(20 * MIB);
    }

    @Test
    void abortsTheUploadOfAVideoThatFails() {
        Flux<DataBuffer> broken = video(7 * MIB).concatWith(Mono.error(new IOException("cut")));

        StepVerifier.create(store.put("a.mp4", broken))
                .expectErrorMessage("cut")
                .verify(SOON);

        assertThat(server.seen(Operation.ABORT)).hasSize(1);
        assertThat(leftovers()).isZero();
    }

    @Test
    void abortsTheUploadOfAVideoThatIsCancelledWhileItsPublisherIsSilent() throws Exception {
        CountDownLatch silent = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Disposable put = store.put(
                        "a.mp4",
                        video(7 * MIB)
                                .concatWith(Mono.<DataBuffer>never().doOnSubscribe(s -> silent.countDown()))
                                .doOnCancel(cancelled::countDown))
                .subscribe();
        assertThat(silent.await(20, TimeUnit.SECONDS)).isTrue();
        put.dispose();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        StoreAwait.until(() -> server.seen(Operation.ABORT).size() == 1);
        assertThat(leftovers()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "PART"})
    void abortsTheUploadOfAVideoThatIsCancelledDuring(Operation operation) throws Exception {
        Hold hold = server.hold(operation);
        Disposable put = store.put("a.mp4", video(7 * MIB)).subscribe();
        assertThat(hold.arrived().await(20, TimeUnit.SECONDS)).isTrue();

        put.dispose();
        hold.release();

        StoreAwait.until(() -> server.seen(Operation.ABORT).size() == 1);
        assertThat(leftovers()).isZero();
    }

    @Test
    void releasesTheBufferOfAVideoThatIsCancelledWhileAPartIsUnderWay() throws Exception {
        Hold part = server.hold(Operation.PART);
        List<DataBuffer> given = pooled(7 * MIB);
        Disposable put = store.put("a.mp4", Flux.fromIterable(given)).subscribe();
        assertThat(part.arrived().await(20, TimeUnit.SECONDS)).isTrue();

        put.dispose();
        part.release();

        assertThat(given).allMatch(S3VideoStoreTests::isReleased);
    }

    @ParameterizedTest
    @CsvSource({"PUT,1", "CREATE,7", "PART,7", "COMPLETE,7"})
    void sendsAgainWhatWasRefusedForAMoment(Operation operation, int mib) {
        server.refuse(operation, 503, "SlowDown");

        store.put("a.mp4", video(mib * MIB)).block(SOON);

        assertThat(server.seen(operation))
                .extracting(Seen::status)
                .startsWith(503)
                .contains(200);
        verifyContent("a.mp4", mib * MIB);
    }

    @ParameterizedTest
    @CsvSource({"PUT,1", "CREATE,7", "PART,7", "COMPLETE,7"})
    void sendsAgainWhatWasCut(Operation operation, int mib) {
        server.reset(operation);

        store.put("a.mp4", video(mib * MIB)).block(SOON);

        verifyContent("a.mp4", mib * MIB);
    }

    @Test
    void sendsACompletionAgainWhoseAnswerIsAnErrorBelowStatus200() {
        server.failLate(Operation.COMPLETE);

        store.put("a.mp4", video(7 * MIB)).block(SOON);

        assertThat(server.seen(Operation.COMPLETE)).hasSize(2);
        verifyContent("a.mp4", 7 * MIB);
    }

    @ParameterizedTest
    @CsvSource({"PUT,1", "COMPLETE,7"})
    void findsTheVideoWhenTheAnswerWasLost(Operation operation, int mib) {
        server.loseAnswer(operation);

        StoredVideo stored =
                Objects.requireNonNull(store.put("a.mp4", video(mib * MIB)).block(SOON));

        assertThat(stored.bytes()).isEqualTo((long) mib * MIB);
        assertThat(leftovers()).isEqualTo(1);
        verifyContent("a.mp4", mib * MIB);
    }

    @ParameterizedTest
    @CsvSource({"PUT,1", "COMPLETE,7"})
    void findsTheVideoWhenEveryAnswerWasLost(Operation operation, int mib) {
        for (int attempt = 0; attempt < 3; attempt++) {
            server.loseAnswer(operation);
        }

        store.put("a.mp4", video(mib * MIB)).block(SOON);

        verifyContent("a.mp4", mib * MIB);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7})
    void leavesTheVideoOfAnotherWriter(int mib) throws Exception {
        Hold held = server.hold(mib == 1 ? Operation.PUT : Operation.COMPLETE);
        CountDownLatch refused = new CountDownLatch(1);
        store.put("a.mp4", video(mib * MIB)).subscribe(stored -> {}, error -> {
            if (error instanceof FileAlreadyExistsException) {
                refused.countDown();
            }
        });
        assertThat(held.arrived().await(20, TimeUnit.SECONDS)).isTrue();
        store.put("a.mp4", text("another")).block(SOON);
        held.release();

        assertThat(refused.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(read("a.mp4", ByteRange.all())).isEqualTo("another");
        assertThat(leftovers()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"HEAD,HeadObject,1", "PUT,PutObject,1", "CREATE,CreateMultipartUpload,7", "PART,UploadPart,7"})
    void namesWhatTheBucketRefused(Operation operation, String name, int mib) {
        server.refuse(operation, 403, "AccessDenied");

        StepVerifier.create(store.put("a.mp4", video(mib * MIB)))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(name + " in bucket videos was answered with 403"))
                .verify(SOON);

        assertThat(leftovers()).isZero();
    }

    @Test
    void failsWhenTheServerIsAway() {
        server.close();

        StepVerifier.create(store.head("a.mp4"))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith("HeadObject in bucket videos failed: "))
                .verify(SOON);
    }

    @Test
    void passesTheRangeOn() {
        store.put("a.mp4", text("0123456789")).block(SOON);

        read("a.mp4", ByteRange.of(2, 3));
        read("a.mp4", ByteRange.from(4));
        read("a.mp4", ByteRange.all());

        assertThat(server.seen(Operation.GET))
                .extracting(seen -> seen.headers().get("range"))
                .containsExactly("bytes=2-4", "bytes=4-", null);
    }

    @Test
    void stopsTheServerWhenNobodyAsksForMore() throws Exception {
        store.put("a.mp4", video(40 * MIB)).block(SOON);
        CountDownLatch first = new CountDownLatch(1);
        BaseSubscriber<DataBuffer> slow = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(DataBuffer buffer) {
                DataBufferUtils.release(buffer);
                first.countDown();
            }
        };
        store.get("a.mp4", ByteRange.all()).subscribe(slow);
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();

        long sent = settled(server);
        assertThat(sent).isLessThan(20 * MIB);
        slow.cancel();
        StoreAwait.until(() -> server.seen(Operation.GET).size() == 1);
        assertThat(server.bytesSent()).isLessThan(20 * MIB);
    }

    /** Return the bytes that the sockets took, when they have not taken more for a while. */
    private static long settled(S3Server server) throws Exception {
        AtomicLong last = new AtomicLong(-1);
        AtomicLong since = new AtomicLong(System.nanoTime());
        StoreAwait.until(() -> {
            if (last.getAndSet(server.bytesSent()) != server.bytesSent()) {
                since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > TimeUnit.MILLISECONDS.toNanos(300);
        });
        return last.get();
    }

    @Test
    void closesTheConnectionOfAReaderThatLeft() throws Exception {
        store.put("a.mp4", video(40 * MIB)).block(SOON);
        Hold hold = server.hold(Operation.GET);
        Disposable get = store.get("a.mp4", ByteRange.all()).subscribe(DataBufferUtils::release);
        assertThat(hold.arrived().await(20, TimeUnit.SECONDS)).isTrue();

        get.dispose();
        hold.release();

        StoreAwait.until(() -> server.seen(Operation.GET).size() == 1);
        assertThat(server.bytesSent()).isLessThan(20 * MIB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ab", "Videos", "videos/", "-videos", "videos.", "s3://videos"})
    void refusesNamesThatNoBucketHas(String bucket) {
        assertThatThrownBy(() -> S3VideoStore.builder(client, bucket))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "bucket must be 3 to 63 of a-z 0-9 . - between a letter or digit each, or the ARN of an access"
                                + " point, but was '" + bucket + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", "..", "a b"})
    void refusesPrefixesThatAreNoNames(String prefix) {
        assertThatThrownBy(() -> builder().prefix(prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("prefix must be at most 256 characters long and names of")
                .hasMessageEndingWith("but was '" + prefix + "'");
    }

    @Test
    void refusesSizesOutOfBounds() {
        assertThatThrownBy(() -> builder().partBytes(5 * MIB - 1))
                .hasMessage("partBytes must be 5242880 to 1073741824 but was 5242879");
        assertThatThrownBy(() -> builder().partsInFlight(0)).hasMessage("partsInFlight must be 1 to 100 but was 0");
    }

    @Test
    void worksWithoutAPrefix() {
        S3VideoStore plain = S3VideoStore.builder(client, "videos").build();

        plain.put("a.mp4", text("x")).block(SOON);

        assertThat(server.keys()).containsExactly("videos/a.mp4");
        assertThat(plain).hasToString("S3VideoStore[videos/]");
    }

    private static boolean isConditional(Seen seen) {
        return "*".equals(seen.headers().get("if-none-match"));
    }

    private static boolean isReleased(DataBuffer buffer) {
        return !((PooledDataBuffer) buffer).isAllocated();
    }

    private static List<DataBuffer> pooled(int bytes) {
        NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);
        return IntStream.range(0, bytes / BUFFER)
                .<DataBuffer>mapToObj(i -> factory.allocateBuffer(BUFFER).write(new byte[BUFFER]))
                .toList();
    }

    /** A video of which each byte follows from its position. */
    private static Flux<DataBuffer> video(int bytes) {
        return Flux.range(0, (bytes + BUFFER - 1) / BUFFER)
                .map(i -> buffer(i * BUFFER, Math.min(BUFFER, bytes - i * BUFFER)));
    }

    private static DataBuffer buffer(int from, int length) {
        return DefaultDataBufferFactory.sharedInstance.wrap(content(from, length));
    }

    private static byte[] content(int from, int length) {
        byte[] content = new byte[length];
        for (int i = 0; i < length; i++) {
            content[i] = at(from + i);
        }
        return content;
    }

    private static byte at(int position) {
        return (byte) (position * 31 + position / BUFFER);
    }

    private void verifyContent(String key, int bytes) {
        AtomicLong position = new AtomicLong();
        store.get(key, ByteRange.all())
                .doOnNext(buffer -> {
                    byte[] content = new byte[buffer.readableByteCount()];
                    buffer.read(content);
                    DataBufferUtils.release(buffer);
                    assertThat(content).isEqualTo(content((int) position.getAndAdd(content.length), content.length));
                })
                .blockLast(SOON);
        assertThat(position).hasValue(bytes);
    }
}

package io.github.reactorchutes.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/** What every store keeps, by {@link VideoStore}. */
abstract class VideoStoreKit {

    static final Duration SOON = Duration.ofSeconds(30);

    private final NettyDataBufferFactory pool = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    VideoStore store;

    /** Return an empty store. */
    abstract VideoStore create() throws IOException;

    /** Return how many videos there are, finished or not. */
    abstract int leftovers() throws IOException;

    @BeforeEach
    final void open() throws IOException {
        store = create();
    }

    @Test
    final void keepsAVideoOfUnknownLength() {
        StoredVideo stored =
                Objects.requireNonNull(store.put("a/1.mp4", text("one", "two")).block(SOON));

        assertThat(stored.key()).isEqualTo("a/1.mp4");
        assertThat(stored.bytes()).isEqualTo(6);
        assertThat(read("a/1.mp4", ByteRange.all())).isEqualTo("onetwo");
        assertThat(Objects.requireNonNull(store.head("a/1.mp4").block(SOON)).bytes())
                .isEqualTo(6);
    }

    @Test
    final void keepsAnEmptyVideo() {
        store.put("a.mp4", Flux.<DataBuffer>empty()).block(SOON);

        assertThat(Objects.requireNonNull(store.head("a.mp4").block(SOON)).bytes())
                .isZero();
        assertThat(read("a.mp4", ByteRange.all())).isEmpty();
        assertThat(read("a.mp4", ByteRange.from(0))).isEmpty();
    }

    @Test
    final void sendsNothingBeforeSubscription() throws IOException {
        store.put("a.mp4", text("x"));
        store.get("a.mp4", ByteRange.all());

        assertThat(leftovers()).isZero();
    }

    @Test
    final void writesAKeyOnce() throws IOException {
        store.put("a/1.mp4", text("one")).block(SOON);

        StepVerifier.create(store.put("a/1.mp4", text("two")))
                .expectError(FileAlreadyExistsException.class)
                .verify(SOON);

        assertThat(read("a/1.mp4", ByteRange.all())).isEqualTo("one");
        assertThat(leftovers()).isEqualTo(1);
    }

    @Test
    final void letsOneOfTwoWritersWin() throws IOException {
        CountDownLatch bothHaveBegun = new CountDownLatch(2);
        List<String> ends = Flux.just("one", "two")
                .flatMap(content -> store.put("a.mp4", together(bothHaveBegun, content))
                        .map(stored -> "stored")
                        .onErrorResume(FileAlreadyExistsException.class, taken -> Mono.just("taken")))
                .collectList()
                .block(SOON);

        assertThat(ends).containsExactlyInAnyOrder("stored", "taken");
        assertThat(read("a.mp4", ByteRange.all())).isIn("one", "two");
        assertThat(leftovers()).isEqualTo(1);
    }

    /** Emits only when both writers have found the key absent. */
    private static Flux<DataBuffer> together(CountDownLatch writers, String content) {
        return Mono.<DataBuffer>fromCallable(() -> {
                    writers.countDown();
                    assertThat(writers.await(10, TimeUnit.SECONDS)).isTrue();
                    return buffer(content);
                })
                .subscribeOn(Schedulers.boundedElastic())
                .flux();
    }

    @Test
    final void leavesNothingOfAVideoThatFails() throws IOException {
        Flux<DataBuffer> broken = text("one").concatWith(Mono.error(new IOException("cut")));

        StepVerifier.create(store.put("a/1.mp4", broken))
                .expectErrorMessage("cut")
                .verify(SOON);

        assertThat(store.head("a/1.mp4").block(SOON)).isNull();
        assertThat(leftovers()).isZero();
    }

    @Test
    final void leavesNothingOfAVideoThatIsCancelled() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Flux<DataBuffer> endless = text("one")
                .concatWith(Mono.<DataBuffer>never().doOnSubscribe(first -> begun.countDown()))
                .doOnCancel(cancelled::countDown);

        Disposable put = store.put("a.mp4", endless).subscribe();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        put.dispose();

        assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(store.head("a.mp4").block(SOON)).isNull();
        StoreAwait.until(() -> leftovers() == 0);
    }

    @Test
    final void releasesTheBuffers() {
        List<DataBuffer> given = IntStream.range(0, 300)
                .<DataBuffer>mapToObj(i -> pool.allocateBuffer(100).write(new byte[100]))
                .toList();

        store.put("a.mp4", Flux.fromIterable(given)).block(SOON);

        assertThat(given).allMatch(buffer -> !((NettyDataBuffer) buffer).isAllocated());
    }

    @Test
    final void releasesTheBuffersOfAVideoThatFails() {
        List<DataBuffer> given = List.of(pool.allocateBuffer(10).write(new byte[10]));

        StepVerifier.create(store.put("a.mp4", Flux.fromIterable(given).concatWith(Mono.error(new IOException("cut")))))
                .expectErrorMessage("cut")
                .verify(SOON);

        assertThat(given).allMatch(buffer -> !((NettyDataBuffer) buffer).isAllocated());
    }

    @Test
    final void asksForAFewBuffersAtATime() {
        AtomicInteger ahead = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Flux<DataBuffer> video = Flux.range(0, 2_000)
                .<DataBuffer>map(i -> buffer("0123456789"))
                .doOnRequest(n ->
                        most.accumulateAndGet(ahead.addAndGet((int) Math.min(n, Integer.MAX_VALUE / 2)), Math::max))
                .doOnNext(buffer -> ahead.decrementAndGet());

        store.put("a.mp4", video).block(SOON);

        assertThat(most.get()).isLessThanOrEqualTo(16);
    }

    @Test
    final void readsParts() {
        store.put("a.mp4", text("0123456789")).block(SOON);

        assertThat(read("a.mp4", ByteRange.of(2, 3))).isEqualTo("234");
        assertThat(read("a.mp4", ByteRange.from(8))).isEqualTo("89");
        assertThat(read("a.mp4", ByteRange.of(8, 100))).isEqualTo("89");
        assertThat(read("a.mp4", ByteRange.of(8, Long.MAX_VALUE))).isEqualTo("89");
        assertThat(read("a.mp4", ByteRange.from(10))).isEmpty();
        assertThat(read("a.mp4", ByteRange.of(11, 5))).isEmpty();
    }

    @Test
    final void reportsAnAbsentKey() {
        assertThat(store.head("none").block(SOON)).isNull();
        StepVerifier.create(store.get("none", ByteRange.all()))
                .expectError(NoSuchFileException.class)
                .verify(SOON);
        store.delete("none").block(SOON);
    }

    @Test
    final void deletes() {
        store.put("a.mp4", text("x")).block(SOON);

        store.delete("a.mp4").block(SOON);

        assertThat(store.head("a.mp4").block(SOON)).isNull();
        store.put("a.mp4", text("y")).block(SOON);
        assertThat(read("a.mp4", ByteRange.all())).isEqualTo("y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/etc/passwd", "../a", "a/../b", "a//b", ".hidden", "a b", "a/"})
    final void refusesKeysThatAreNoNames(String key) {
        for (Mono<?> use : List.of(
                store.put(key, text("x")),
                store.head(key),
                store.get(key, ByteRange.all()).then(),
                store.delete(key))) {
            StepVerifier.create(use)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageStartingWith("key must be at most 512 characters long"))
                    .verify(SOON);
        }
    }

    final String read(String key, ByteRange range) {
        return Objects.requireNonNull(DataBufferUtils.join(store.get(key, range))
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .defaultIfEmpty("")
                .block(SOON));
    }

    static Flux<DataBuffer> text(String... pieces) {
        return Flux.fromArray(pieces).map(VideoStoreKit::buffer);
    }

    private static DataBuffer buffer(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

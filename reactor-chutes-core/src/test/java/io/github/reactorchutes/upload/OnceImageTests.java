package io.github.reactorchutes.upload;

import static io.github.reactorchutes.upload.SentBodies.SOON;
import static io.github.reactorchutes.upload.SentBodies.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

@Tag("watched")
class OnceImageTests {

    private static final int BLOCK = 48 * 1024;

    private final SentBodies sent = new SentBodies();

    private final Pictures pictures = new Pictures();

    @AfterEach
    void leavesNothing() {
        Await.untilAsserted(() -> {
            assertThat(pictures.alive()).isZero();
            assertThat(sent.bytesOut()).isZero();
        });
    }

    @Test
    void sendsWhatTheJdkEncodesWhateverTheSizesOfImageAndBuffers() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            int size = i < 200 ? i + 1 : 1 + random.nextInt(4 * BLOCK);
            byte[] image = Pictures.png(size);
            int maxBuffer = 1 + size / 100 + random.nextInt(1 << random.nextInt(18));
            assertSent(Image.once(pictures.stream(image, random, maxBuffer), size), image);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4095, 4096, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK})
    void sendsABuffer(int size) {
        byte[] image = Pictures.png(size);

        assertSent(Image.buffer(pictures.buffer(image)), image);
    }

    private void assertSent(Image image, byte[] bytes) {
        JsonBody body = prepared(request(image.withoutCheck()));

        byte[] json = sent.bytes(body);

        String expected =
                "{\"prompt\":\"fox\",\"image_b64\":\"" + Base64.getEncoder().encodeToString(bytes) + "\"}";
        assertThat(json).isEqualTo(expected.getBytes(StandardCharsets.US_ASCII)).hasSize((int) body.contentLength());
    }

    @Test
    void isNotSubscribedToBeforeItIsSent() {
        AtomicInteger subscribed = new AtomicInteger();
        byte[] image = Pictures.png(10 * BLOCK);
        Flux<DataBuffer> source = pictures.stream(image, 1000).doOnSubscribe(s -> subscribed.incrementAndGet());
        JsonBody body = prepared(request(Image.once(source, image.length)));

        StepVerifier.create(sent.content(body), 1)
                .consumeNextWith(DataBufferUtils::release)
                .thenCancel()
                .verify(SOON);
        assertThat(subscribed).hasValue(0);
        assertThat(sent.bytes(body)).hasSize((int) body.contentLength());
        assertThat(subscribed).hasValue(1);
    }

    /** None of it is sent, and without it the request is not a JSON object. */
    @Test
    void refusesDataThatIsNotAnImageAndStopsItsSource() {
        AtomicBoolean cancelled = new AtomicBoolean();
        byte[] page = "<html>the gateway is down</html>".repeat(3000).getBytes(StandardCharsets.US_ASCII);
        Flux<DataBuffer> source = pictures.stream(page, 600).doOnCancel(() -> cancelled.set(true));
        VideoRequest request = request(Image.once(source, page.length));

        StepVerifier.create(sent.content(prepared(request)).map(SentBodies::take))
                .assertNext(text -> assertThat(new String(text, StandardCharsets.US_ASCII))
                        .isEqualTo("{\"prompt\":\"fox\",\"image_b64\":\""))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(InvalidVideoRequestException.class)
                        .hasMessageStartingWith("image_b64 must be")
                        .hasMessageContaining("is an HTML page"))
                .verify(SOON);
        assertThat(cancelled).isTrue();
        assertUsed(request);
    }

    @Test
    void failsWithinTheFirstBytesIfTheyAreMoreOrLessThanAnnounced() {
        byte[] image = Pictures.png(3000);

        assertNotSent(Image.once(pictures.stream(image, 700), 3001), "the image ended after 3000 of 3001 bytes");
        assertNotSent(Image.once(pictures.stream(image, 700), 2999), "the image has more than the 2999 bytes");
        assertNotSent(Image.once(Flux.empty(), 1), "the image ended after 0 of 1 bytes");
    }

    private void assertNotSent(Image image, String problem) {
        StepVerifier.create(sent.content(prepared(request(image))).doOnNext(DataBufferUtils::release))
                .expectNextCount(1)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(IOException.class).hasMessageContaining(problem))
                .verify(SOON);
    }

    /** The last bytes of the body are withheld, so no server can treat the request as complete. */
    @ParameterizedTest
    @ValueSource(ints = {-BLOCK, -1, 1, BLOCK})
    void failsBeforeTheEndIfThereIsMoreOrLessThanAnnounced(int more) {
        int size = 4 * BLOCK;
        byte[] image = Pictures.png(size + more);
        JsonBody body = prepared(request(Image.once(pictures.stream(image, 5000), size)));
        AtomicLong length = new AtomicLong();

        StepVerifier.create(sent.content(body).doOnNext(buffer -> length.addAndGet(SentBodies.take(buffer).length)))
                .thenConsumeWhile(buffer -> true)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(more > 0 ? "has more than the 196608 bytes" : "ended after"))
                .verify(SOON);
        assertThat(length.get()).isLessThan(body.contentLength());
    }

    @Test
    void handsOnTheErrorOfItsSource() {
        IllegalStateException broken = new IllegalStateException("broken");
        Flux<DataBuffer> source = pictures.stream(Pictures.png(2 * BLOCK), 5000).concatWith(Flux.error(broken));
        JsonBody body = prepared(request(Image.once(source, 3 * BLOCK)));

        StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release))
                .thenConsumeWhile(buffer -> true)
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(broken))
                .verify(SOON);
        StepVerifier.create(sent.content(prepared(request(Image.once(Flux.error(broken), 3))))
                        .doOnNext(DataBufferUtils::release))
                .expectNextCount(1)
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(broken))
                .verify(SOON);
    }

    @Test
    void canBePreparedOftenAndSentOnce() {
        VideoRequest request = request(Image.once(pictures.stream(Pictures.png(9000), 700), 9000));
        JsonBody first = prepared(request);
        JsonBody second = prepared(request);

        assertThat(sent.bytes(second)).hasSize((int) second.contentLength());
        StepVerifier.create(sent.content(first).doOnNext(DataBufferUtils::release))
                .expectNextCount(1)
                .expectErrorMatches(OnceImageTests::namesTheSecondUse)
                .verify(SOON);
        assertUsed(request);
    }

    @Test
    void isReleasedByItsOwnerIfNoCallCame() {
        Image ofBuffer = Image.buffer(pictures.buffer(Pictures.png(9000)));
        AtomicInteger subscribed = new AtomicInteger();
        Image ofStream = Image.once(
                pictures.stream(Pictures.png(9000), 700).doOnSubscribe(s -> subscribed.incrementAndGet()), 9000);

        ofBuffer.release();
        ofBuffer.release();
        ofStream.release();
        assertThat(pictures.alive()).isZero();
        assertThat(subscribed).hasValue(0);
        assertUsed(request(ofBuffer));
        assertUsed(request(ofStream));
    }

    @Test
    void isLeftToItsSendingWhenItIsReleasedMeanwhile() {
        Image image = Image.once(pictures.stream(Pictures.png(3 * BLOCK), 700), 3 * BLOCK);
        JsonBody body = prepared(request(image));

        StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release), 2)
                .expectNextCount(2)
                .then(image::release)
                .thenRequest(10)
                .expectNextCount(3)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void canBeGivenUpWhileItsBytesAreAwaited() {
        TestPublisher<DataBuffer> source = TestPublisher.create();
        JsonBody body = prepared(request(Image.once(source, 9000)));

        Disposable waiting = sent.content(body).subscribe(DataBufferUtils::release);
        source.next(pictures.buffer(Pictures.png(100)));
        source.assertMinRequested(1);
        source.assertNotCancelled();
        waiting.dispose();
        source.assertCancelled();
        assertThat(pictures.alive()).isZero();
    }

    @Test
    void asksForOneBufferAtATime() {
        AtomicLong most = new AtomicLong();
        byte[] image = Pictures.png(3 * BLOCK);
        Flux<DataBuffer> source = pictures.stream(image, 700).doOnRequest(n -> most.accumulateAndGet(n, Math::max));
        JsonBody body = prepared(request(Image.once(source, image.length)));

        assertThat(sent.bytes(body)).hasSize((int) body.contentLength());
        assertThat(most).hasValue(1);
    }

    @Test
    void releasesEverythingWhenCancelledAtAnyChunk() {
        byte[] image = Pictures.png(5 * BLOCK);
        for (int chunks = 0; chunks <= 7; chunks++) {
            AtomicBoolean cancelled = new AtomicBoolean();
            JsonBody body = prepared(request(Image.once(
                    pictures.stream(image, 3001).concatWith(Flux.never()).doOnCancel(() -> cancelled.set(true)),
                    image.length)));
            StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release), chunks)
                    .expectNextCount(Math.min(chunks, 6))
                    .thenCancel()
                    .verify(SOON);
            assertThat(cancelled.get()).isEqualTo(chunks > 1);
            assertThat(pictures.alive()).isZero();
        }
    }

    @Test
    void releasesEverythingWhateverIsCancelledWhenever() {
        Random random = new Random(5);
        byte[] image = Pictures.png(6 * BLOCK);
        for (int i = 0; i < 300; i++) {
            Flux<DataBuffer> source = pictures.stream(image, 2000).subscribeOn(Schedulers.parallel());
            Disposable sending = SentBodies.preparing(request(Image.once(source, image.length)))
                    .flatMapMany(sent::content)
                    .doOnNext(DataBufferUtils::release)
                    .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                    .subscribe();
            spin(random.nextInt(400_000));
            sending.dispose();
        }
    }

    private static void spin(int nanos) {
        long until = System.nanoTime() + nanos;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void carriesTheContextOfTheCall() {
        byte[] image = Pictures.png(7);
        Flux<DataBuffer> source = Flux.deferContextual(context -> pictures.stream(image, context.get("size")));

        JsonBody body = prepared(request(Image.once(source, 7).withoutCheck()));

        StepVerifier.create(sent.content(body)
                        .doOnNext(DataBufferUtils::release)
                        .contextWrite(context -> context.put("size", 7)))
                .expectNextCount(3)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void makesItsRequestOneThatCannotBeReplayed() {
        Image once = Image.once(Mono.empty(), 5);
        VideoRequest fast = FastImageToVideoRequest.builder("a fox", once).build();
        ChuteRequest.Builder any = ChuteRequest.builder("mine", URI.create("https://mine.chutes.ai/x"));

        assertThat(request(once).isReplayable()).isFalse();
        assertThat(fast.isReplayable()).isFalse();
        assertThat(any.build().isReplayable()).isTrue();
        assertThat(any.image("image", once).build().isReplayable()).isFalse();
        assertThat(request(Image.bytes(new byte[5])).isReplayable()).isTrue();
        assertThat(TextToVideoRequest.builder("a fox").build().isReplayable()).isTrue();
    }

    @Test
    void refusesToBeEmptyAndLeavesTheBufferToItsOwner() {
        DataBuffer empty = pictures.buffer(new byte[0]);

        assertThatThrownBy(() -> Image.once(Flux.empty(), 0))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessage("image must not be empty but has a size of 0");
        assertThatThrownBy(() -> Image.buffer(empty)).isInstanceOf(InvalidVideoRequestException.class);
        assertThat(DataBufferUtils.release(empty)).isTrue();
    }

    @Test
    void showsNoContent() {
        assertThat(Image.once(Flux.empty(), 7)).hasToString("Image[publisher of 7 bytes]");
    }

    private static void assertUsed(VideoRequest request) {
        StepVerifier.create(SentBodies.preparing(request))
                .expectErrorMatches(OnceImageTests::namesTheSecondUse)
                .verify(SOON);
    }

    private static boolean namesTheSecondUse(Throwable error) {
        String message = String.valueOf(error.getMessage());
        return error instanceof IllegalStateException && message.contains("can only be read once and was already used");
    }

    private static VideoRequest request(Image image) {
        return ImageToVideoRequest.builder("fox", image).build();
    }
}

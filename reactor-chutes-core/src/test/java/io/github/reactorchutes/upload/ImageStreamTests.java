package io.github.reactorchutes.upload;

import static io.github.reactorchutes.upload.SentBodies.SOON;
import static io.github.reactorchutes.upload.SentBodies.prepared;
import static io.github.reactorchutes.upload.SentBodies.preparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBufferUtils;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ImageStreamTests {

    private static final int BLOCK = 48 * 1024;

    private final SentBodies sent = new SentBodies();

    private final AtomicInteger opened = new AtomicInteger();

    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void leavesNothing() {
        Await.untilAsserted(() -> {
            assertThat(closed).hasValue(opened.get());
            assertThat(sent.bytesOut()).isZero();
        });
    }

    @Test
    void sendsAStreamLikeTheJdkEncodesItEachTime() {
        for (int size : new int[] {1, 2, 3, 200, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 100}) {
            byte[] image = bytes(size);
            JsonBody body = prepared(request(Image.from(() -> stream(image), size)));
            String json =
                    "{\"prompt\":\"fox\",\"image_b64\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";

            assertThat(sent.bytes(body)).isEqualTo(json.getBytes(StandardCharsets.US_ASCII));
            assertThat(sent.bytes(body)).hasSize((int) body.contentLength());
        }
    }

    @Test
    void sendsTheSameHoweverManyBytesEachReadReturns() {
        Random random = new Random(3);
        for (int i = 0; i < 300; i++) {
            byte[] image = bytes(1 + random.nextInt(i < 150 ? 200 : 5 * BLOCK));
            int most = 1 + random.nextInt(1 << random.nextInt(17));
            JsonBody body = prepared(request(Image.from(() -> halting(image, random, most), image.length)));
            String json =
                    "{\"prompt\":\"fox\",\"image_b64\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";

            assertThat(sent.bytes(body)).isEqualTo(json.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Open a stream whose reads return as many bytes as they like, at least one. */
    private InputStream halting(byte[] bytes, Random random, int most) {
        return new FilterInputStream(stream(bytes)) {
            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                return super.read(target, from, length == 0 ? 0 : 1 + random.nextInt(Math.min(length, most)));
            }
        };
    }

    @Test
    void failsWhenThereIsMoreOrLessThanAnnounced() {
        assertFails(Image.from(() -> stream(bytes(2 * BLOCK)), 2 * BLOCK + 1), "ended after 98304 of 98305 bytes");
        assertFails(Image.from(() -> stream(bytes(2 * BLOCK)), 2 * BLOCK - 1), "has more than the 98303 bytes");
    }

    @Test
    void failsWhenItCannotBeOpenedOrRead() {
        assertFails(Image.from(this::missing, 10), "no such resource");
        assertFails(Image.from(this::broken, 10), "could not be opened");
        StepVerifier.create(preparing(ImageToVideoRequest.builder("fox", Image.from(this::missing, 10))
                        .build()))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(InvalidVideoRequestException.class)
                        .hasMessage("image_b64 stream cannot be read"))
                .verify(SOON);
    }

    @Test
    void closesTheStreamWhenCancelledAtAnyChunk() {
        JsonBody body = prepared(request(Image.from(() -> stream(bytes(4 * BLOCK)), 4 * BLOCK)));
        for (int chunks = 0; chunks <= 6; chunks++) {
            StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release), chunks)
                    .expectNextCount(chunks)
                    .thenCancel()
                    .verify(SOON);
        }
    }

    @Test
    void isOpenedReadAndClosedOnBoundedElasticThreadsOnly() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        byte[] image = bytes(4 * BLOCK);
        JsonBody body = prepared(request(Image.from(() -> watched(stream(image), threads), image.length)));

        for (int chunks = 1; chunks <= 6; chunks++) {
            StepVerifier.create(sent.content(body)
                            .doOnNext(DataBufferUtils::release)
                            .take(chunks)
                            .subscribeOn(Schedulers.parallel()))
                    .expectNextCount(chunks)
                    .expectComplete()
                    .verify(SOON);
        }
        Await.untilAsserted(() -> assertThat(closed).hasValue(opened.get()));
        assertThat(threads).isNotEmpty().allMatch(thread -> thread.startsWith("boundedElastic"));
    }

    private static InputStream watched(InputStream stream, Set<String> threads) {
        threads.add(Thread.currentThread().getName());
        return new FilterInputStream(stream) {
            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                threads.add(Thread.currentThread().getName());
                return super.read(target, from, length);
            }

            @Override
            public void close() throws IOException {
                threads.add(Thread.currentThread().getName());
                super.close();
            }
        };
    }

    @Test
    void refusesASizeBelowOne() {
        assertThatThrownBy(() -> Image.from(() -> stream(new byte[0]), 0))
                .isInstanceOf(InvalidVideoRequestException.class)
                .hasMessageContaining("image must not be empty");
    }

    @Test
    void showsNoContent() {
        assertThat(Image.from(() -> stream(new byte[7]), 7)).hasToString("Image[stream of 7 bytes]");
    }

    private void assertFails(Image image, String problem) {
        JsonBody body = prepared(request(image));
        StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release))
                .thenConsumeWhile(buffer -> true)
                .expectErrorSatisfies(error ->
                        assertThat(error).isInstanceOf(IOException.class).hasMessageContaining(problem))
                .verify(SOON);
    }

    private static ImageToVideoRequest request(Image image) {
        return ImageToVideoRequest.builder("fox", image.withoutCheck()).build();
    }

    private InputStream missing() throws IOException {
        throw new FileNotFoundException("no such resource");
    }

    private InputStream broken() {
        throw new IllegalStateException("broken");
    }

    private InputStream stream(byte[] bytes) {
        opened.incrementAndGet();
        return new ByteArrayInputStream(bytes) {
            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static byte[] bytes(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}

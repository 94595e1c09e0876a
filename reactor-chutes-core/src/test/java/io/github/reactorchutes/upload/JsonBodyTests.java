package io.github.reactorchutes.upload;

import static io.github.reactorchutes.upload.SentBodies.SOON;
import static io.github.reactorchutes.upload.SentBodies.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

class JsonBodyTests {

    private static final int BLOCK = 48 * 1024;

    private final SentBodies sent = new SentBodies();
    private final Random random = new Random(42);

    enum Kind {
        ARRAY,
        DIRECT_BUFFER,
        TEXT;

        Image image(byte[] bytes) {
            Image image = switch (this) {
                case ARRAY -> Image.bytes(bytes);
                case DIRECT_BUFFER ->
                    Image.bytes(
                            ByteBuffer.allocateDirect(bytes.length).put(bytes).flip());
                case TEXT ->
                    Image.base64("data:image/png;base64," + Base64.getEncoder().encodeToString(bytes));
            };
            return image.withoutCheck();
        }
    }

    @AfterEach
    void holdsNoBuffer() {
        assertThat(sent.bytesOut()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void encodesLikeTheJdkWhateverTheSize(Kind kind) {
        for (int size = 1; size <= 200; size++) {
            assertSentAsJdkEncodes(kind, size);
        }
        for (int size : new int[] {BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 2, 5 * BLOCK - 3}) {
            assertSentAsJdkEncodes(kind, size);
        }
        for (int i = 0; i < 20; i++) {
            assertSentAsJdkEncodes(kind, 1 + random.nextInt(6 * BLOCK));
        }
    }

    private void assertSentAsJdkEncodes(Kind kind, int size) {
        byte[] image = randomBytes(size);
        JsonBody body = body(kind, image);

        byte[] bytes = sent.bytes(body);

        assertThat(bytes).isEqualTo(expected(image)).hasSize((int) body.contentLength());
    }

    @ParameterizedTest
    @EnumSource
    void makesOnlyWhatIsRequested(Kind kind) {
        byte[] image = randomBytes(20 * BLOCK + 7);
        for (int round = 0; round < 20; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            StepVerifier.Step<DataBuffer> step = StepVerifier.create(sent.content(body(kind, image)), 0);
            for (int left = 23; left > 0; ) {
                int demand = 1 + random.nextInt(left);
                step = step.thenRequest(demand);
                for (int i = 0; i < demand; i++) {
                    step = step.consumeNextWith(buffer -> bytes.writeBytes(SentBodies.take(buffer)));
                }
                step = step.then(() -> assertThat(sent.bytesOut()).isZero());
                left -= demand;
            }
            step.expectComplete().verify(SOON);
            assertThat(bytes.toByteArray()).isEqualTo(expected(image));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sendsTheSameBytesAgain(Kind kind) throws Exception {
        JsonBody body = body(kind, randomBytes(7 * BLOCK + 1));

        assertThat(sha256(sent.bytes(body))).isEqualTo(sha256(sent.bytes(body)));
    }

    @Test
    void sendsTheSameBytesForTheSameRequest() {
        VideoRequest request = ImageToVideoRequest.builder(
                        "x", Image.bytes(randomBytes(100_000)).withoutCheck())
                .build();

        assertThat(sent.bytes(prepared(request))).isEqualTo(sent.bytes(prepared(request)));
    }

    @ParameterizedTest
    @EnumSource
    void releasesEverythingWhenCancelledAtAnyChunk(Kind kind) {
        JsonBody body = body(kind, randomBytes(5 * BLOCK));
        for (int chunks = 0; chunks <= 7; chunks++) {
            StepVerifier.create(sent.content(body).doOnNext(DataBufferUtils::release), chunks)
                    .expectNextCount(chunks)
                    .thenCancel()
                    .verify(SOON);
            assertThat(sent.bytesOut()).isZero();
        }
    }

    @Test
    void releasesASmallBodyThatCannotBeMade() {
        List<NettyDataBuffer> made = new ArrayList<>();
        DataBufferFactory tooSmall = new NettyDataBufferFactory(UnpooledByteBufAllocator.DEFAULT) {
            @Override
            public NettyDataBuffer allocateBuffer(int size) {
                made.add(wrap(UnpooledByteBufAllocator.DEFAULT.buffer(1, 1)));
                return made.get(0);
            }
        };

        assertThatThrownBy(() -> body(Kind.ARRAY, randomBytes(10)).whole(tooSmall))
                .isInstanceOf(RuntimeException.class);
        assertThat(made)
                .singleElement()
                .matches(buffer -> buffer.getNativeBuffer().refCnt() == 0);
    }

    @Test
    void stopsAtOnceWhenCancelledWhileEmitting() {
        AtomicInteger received = new AtomicInteger();
        sent.content(body(Kind.ARRAY, randomBytes(10 * BLOCK))).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnNext(DataBuffer buffer) {
                DataBufferUtils.release(buffer);
                if (received.incrementAndGet() == 3) {
                    cancel();
                }
            }

            @Override
            protected void hookOnComplete() {
                received.set(-1);
            }
        });

        assertThat(received).hasValue(3);
    }

    @Test
    void doesNotRecurseWhenEachBufferRequestsTheNext() {
        AtomicInteger depth = new AtomicInteger();
        AtomicInteger deepest = new AtomicInteger();
        sent.content(body(Kind.ARRAY, randomBytes(50 * BLOCK))).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                request(1);
            }

            @Override
            protected void hookOnNext(DataBuffer buffer) {
                DataBufferUtils.release(buffer);
                deepest.accumulateAndGet(depth.incrementAndGet(), Math::max);
                request(1);
                depth.decrementAndGet();
            }
        });

        assertThat(deepest).hasValue(1);
    }

    @Test
    void isMadeInOnePieceWhenSmallAndInBoundedBuffersOtherwise() {
        JsonBody longText =
                prepared(TextToVideoRequest.builder("x".repeat(200_000)).build());

        assertThat(body(Kind.ARRAY, randomBytes(1000)).isSmall()).isTrue();
        assertThat(body(Kind.ARRAY, randomBytes(BLOCK)).isSmall()).isFalse();
        StepVerifier.create(sent.content(longText))
                .thenConsumeWhile(
                        buffer -> buffer.readableByteCount() <= 64 * 1024 && buffer.capacity() <= 64 * 1024,
                        DataBufferUtils::release)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void isSmallUpToExactly64KiB() {
        String prompt = "x".repeat(64 * 1024 - "{\"prompt\":\"\"}".length());

        assertThat(prepared(TextToVideoRequest.builder(prompt).build()).isSmall())
                .isTrue();
        assertThat(prepared(TextToVideoRequest.builder(prompt + "x").build()).isSmall())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void makesTheSameBytesInOnePieceAndInBuffers(Kind kind) {
        JsonBody small = body(kind, randomBytes(1001));
        DataBufferFactory factory = DefaultDataBufferFactory.sharedInstance;

        byte[] inBuffers = Objects.requireNonNull(DataBufferUtils.join(small.buffers(factory))
                .map(SentBodies::take)
                .block(SOON));

        assertThat(SentBodies.take(small.whole(factory))).isEqualTo(inBuffers).hasSize((int) small.contentLength());
    }

    @Test
    void makesNothingBeforeItIsRequested() {
        StepVerifier.create(sent.content(body(Kind.ARRAY, randomBytes(2 * BLOCK))), 0)
                .expectSubscription()
                .then(() -> assertThat(sent.bytesOut()).isZero())
                .thenRequest(100)
                .thenConsumeWhile(buffer -> true, DataBufferUtils::release)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void passesOnAFailureToAllocate() {
        IllegalStateException failure = new IllegalStateException("out of memory");
        DefaultDataBufferFactory failing = new DefaultDataBufferFactory() {
            @Override
            public DefaultDataBuffer allocateBuffer(int initialCapacity) {
                throw failure;
            }
        };

        StepVerifier.create(body(Kind.ARRAY, randomBytes(BLOCK)).buffers(failing))
                .expectErrorSatisfies(e -> assertThat(e).isSameAs(failure))
                .verify(SOON);
    }

    private JsonBody body(Kind kind, byte[] image) {
        return prepared(ImageToVideoRequest.builder("fox", kind.image(image)).build());
    }

    private static byte[] expected(byte[] image) {
        String json =
                "{\"prompt\":\"fox\",\"image_b64\":\"" + Base64.getEncoder().encodeToString(image) + "\"}";
        return json.getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}

package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.fixture.Await;
import io.github.reactorchutes.fixture.Calls;
import io.github.reactorchutes.fixture.Pictures;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Publishers of images that violate the specification: their first terminal signal counts, and no buffer leaks. */
class RogueImageTests {

    private static final int SIZE = 100_000;

    private static final byte[] IMAGE = Pictures.png(SIZE);

    private final SentBodies sent = new SentBodies();

    private final Pictures pictures = new Pictures();

    @AfterEach
    void leavesNothing() {
        Await.untilAsserted(() -> {
            assertThat(pictures.alive()).isZero();
            assertThat(sent.bytesOut()).isZero();
        });
    }

    private enum Rogue {
        GOES_ON_AFTER_THE_END,
        FAILS_AFTER_THE_END,
        ENDS_TWICE,
        EMITS_EMPTY_BUFFERS,
        EMITS_ALL_AT_ONCE,
        SUBSCRIBES_TWICE,
        GOES_ON_AFTER_A_FAILURE,
        EMITS_ONLY_EMPTY_BUFFERS,
        THROWS_WHEN_ASKED,
        THROWS_AN_ERROR_WHEN_ASKED,
        THROWS_WHEN_ASKED_LATER,
        THROWS_WHEN_SUBSCRIBED_TO,
        GOES_ON_AFTER_THE_CANCEL,
        THROWS_WHEN_CANCELLED;

        boolean sendsTheImage() {
            return compareTo(GOES_ON_AFTER_A_FAILURE) < 0;
        }

        boolean neverEnds() {
            return compareTo(GOES_ON_AFTER_THE_CANCEL) >= 0;
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesNoBuffer(Rogue rogue) {
        VideoRequest request = ImageToVideoRequest.builder("fox", Image.once(new Source(rogue), SIZE))
                .build();
        AtomicLong bytes = new AtomicLong();

        Mono<Object> sending = SentBodies.preparing(request)
                .flatMap(body -> sent.content(body)
                        .doOnNext(buffer -> bytes.addAndGet(SentBodies.take(buffer).length))
                        .then(Mono.<Object>just(body.contentLength())));

        if (rogue.neverEnds()) {
            var running = sending.subscribe();
            assertThat(running.isDisposed()).isFalse();
            running.dispose();
        } else {
            Object result = sending.onErrorResume(Mono::just).block(Calls.SOON);
            if (rogue.sendsTheImage()) {
                assertThat(result).isEqualTo(bytes.get());
            } else {
                assertThat(result).isInstanceOf(Throwable.class);
            }
        }
    }

    /** Emits the image in buffers of 1,000 bytes, and one invalid signal. */
    private final class Source implements Publisher<DataBuffer> {

        private final Rogue rogue;

        private int from;

        private @Nullable Subscriber<? super DataBuffer> subscriber;

        Source(Rogue rogue) {
            this.rogue = rogue;
        }

        private Subscriber<? super DataBuffer> subscriber() {
            return Objects.requireNonNull(subscriber);
        }

        @Override
        public void subscribe(Subscriber<? super DataBuffer> actual) {
            subscriber = actual;
            if (rogue == Rogue.THROWS_WHEN_SUBSCRIBED_TO) {
                throw new IllegalStateException("on purpose");
            }
            actual.onSubscribe(subscription());
            if (rogue == Rogue.SUBSCRIBES_TWICE) {
                actual.onSubscribe(subscription());
            }
        }

        private Subscription subscription() {
            return new Subscription() {
                @Override
                public void request(long n) {
                    emit();
                }

                @Override
                public void cancel() {
                    if (rogue == Rogue.GOES_ON_AFTER_THE_CANCEL) {
                        next(1_000);
                    } else if (rogue == Rogue.THROWS_WHEN_CANCELLED) {
                        throw new IllegalStateException("on purpose");
                    }
                }
            };
        }

        private void emit() {
            if (from == SIZE) {
                return;
            }
            switch (rogue) {
                case THROWS_WHEN_ASKED -> throw new IllegalStateException("on purpose");
                case THROWS_AN_ERROR_WHEN_ASKED -> throw new NoSuchMethodError("on purpose");
                case EMITS_ALL_AT_ONCE -> {
                    while (from < SIZE) {
                        next(1_000);
                    }
                }
                case EMITS_ONLY_EMPTY_BUFFERS -> next(0);
                case EMITS_EMPTY_BUFFERS -> next(from % 2_000 == 0 && empties++ % 2 == 0 ? 0 : 1_000);
                default -> next(1_000);
            }
            if (from == 50_000) {
                half();
            }
            if (from == SIZE) {
                end();
            }
        }

        private int empties;

        private void half() {
            switch (rogue) {
                case GOES_ON_AFTER_A_FAILURE -> {
                    subscriber().onError(new IllegalStateException("on purpose"));
                    next(1_000);
                }
                case THROWS_WHEN_ASKED_LATER -> throw new IllegalStateException("on purpose");
                default -> {}
            }
        }

        private void end() {
            if (rogue.neverEnds()) {
                return;
            }
            subscriber().onComplete();
            switch (rogue) {
                case GOES_ON_AFTER_THE_END -> {
                    from = 0;
                    next(1_000);
                }
                case FAILS_AFTER_THE_END -> subscriber().onError(new IllegalStateException("on purpose"));
                case ENDS_TWICE -> subscriber().onComplete();
                default -> {}
            }
        }

        private void next(int bytes) {
            int to = Math.min(SIZE, from + bytes);
            DataBuffer buffer = pictures.buffer(IMAGE, from, to);
            from = to;
            subscriber().onNext(buffer);
        }
    }

    /** With buffers of one byte each, the check of the first bytes once copied a quadratic amount. */
    @Test
    void readsEachByteOnce() {
        AtomicLong copied = new AtomicLong();
        AtomicLong calls = new AtomicLong();
        byte[] image = Pictures.png(5_000);
        Flux<DataBuffer> source = Flux.range(0, image.length).map(i -> counting(new byte[] {image[i]}, copied, calls));
        VideoRequest request = ImageToVideoRequest.builder("fox", Image.once(source, image.length))
                .build();

        sent.bytes(SentBodies.prepared(request));

        assertThat(copied).hasValue(5_000);
        assertThat(calls.get()).isLessThan(20 * 5_000);
    }

    private static DataBuffer counting(byte[] bytes, AtomicLong copied, AtomicLong calls) {
        DataBuffer buffer = DefaultDataBufferFactory.sharedInstance.wrap(bytes);
        return (DataBuffer) Proxy.newProxyInstance(
                DataBuffer.class.getClassLoader(), new Class<?>[] {DataBuffer.class}, (proxy, method, args) -> {
                    calls.incrementAndGet();
                    if (method.getName().equals("read")) {
                        copied.addAndGet((int) args[args.length - 1]);
                    }
                    try {
                        return method.invoke(buffer, args);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}

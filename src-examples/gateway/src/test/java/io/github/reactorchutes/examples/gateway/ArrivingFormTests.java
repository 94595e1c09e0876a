package io.github.reactorchutes.examples.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.multipart.FilePartEvent;
import org.springframework.http.codec.multipart.FormPartEvent;
import org.springframework.http.codec.multipart.PartEvent;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class ArrivingFormTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final NettyDataBufferFactory factory = new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT);

    private final List<NettyDataBuffer> made = new ArrayList<>();

    @AfterEach
    void everyBufferIsReleased() {
        assertThat(made).allMatch(buffer -> buffer.getNativeBuffer().refCnt() == 0);
    }

    @Test
    void asksForNoMoreThanTwoPiecesAhead() {
        TestPublisher<PartEvent> parts = TestPublisher.createNoncompliant(TestPublisher.Violation.REQUEST_OVERFLOW);
        List<Long> asked = new ArrayList<>();
        StepVerifier.create(
                        ArrivingForm.read(parts.flux().doOnRequest(asked::add))
                                .flatMapMany(form -> form.content().map(ArrivingFormTests::text)),
                        0)
                .then(() -> parts.next(field("prompt", "a fox")))
                .then(() -> parts.next(piece("1", false)))
                .then(() -> assertThat(asked).containsExactly(1L, 1L))
                .thenRequest(1)
                .expectNext("1")
                .then(() -> assertThat(asked).containsExactly(1L, 1L, 1L))
                .then(() -> parts.next(piece("2", false)))
                .thenRequest(1)
                .expectNext("2")
                .then(() -> assertThat(asked).containsExactly(1L, 1L, 1L, 1L))
                .then(() -> parts.next(piece("3", true)))
                .thenRequest(1)
                .expectNext("3")
                .then(parts::complete)
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void completesNoImageThatSomethingFollows() {
        StepVerifier.create(pieces(Flux.just(piece("1", true), field("frames", "9"))))
                .expectNext("1")
                .expectErrorSatisfies(error -> assertThat(error).hasMessageContaining("frames comes after the image"))
                .verify(SOON);
    }

    @Test
    void takesAFormWithoutAnImage() {
        StepVerifier.create(ArrivingForm.read(Flux.just(field("prompt", "a fox"), file("", "", true))))
                .assertNext(form -> {
                    assertThat(form.fields()).containsOnly(Map.entry("prompt", "a fox"));
                    assertThat(form.image()).isNull();
                })
                .expectComplete()
                .verify(SOON);
    }

    @Test
    void passesOnThatTheFormBreaksOff() {
        Flux<PartEvent> broken = Flux.error(new IllegalStateException("gone"));
        StepVerifier.create(
                        ArrivingForm.read(Flux.just(field("prompt", "a fox")).concatWith(broken)))
                .expectErrorMessage("gone")
                .verify(SOON);
        StepVerifier.create(pieces(Flux.<PartEvent>just(piece("1", false)).concatWith(broken)))
                .expectNext("1")
                .expectErrorMessage("gone")
                .verify(SOON);
    }

    @Test
    void releasesAnImageThatNobodyReads() {
        Flux<PartEvent> parts = Flux.range(1, 9).map(number -> piece("x", number == 9));
        ArrivingForm form = Objects.requireNonNull(ArrivingForm.read(parts).block(SOON));
        assertThat(made).hasSize(1);
        form.dispose();
        StepVerifier.create(form.content()).expectError().verify(SOON);
    }

    @Test
    void releasesWhatACancelLeavesBehind() {
        TestPublisher<PartEvent> parts = TestPublisher.create();
        StepVerifier.create(pieces(parts.flux()), 0)
                .then(() -> parts.next(piece("1", false)))
                .thenRequest(1)
                .expectNext("1")
                .then(() -> parts.next(piece("2", false)))
                .thenCancel()
                .verify(SOON);
        parts.assertCancelled();
    }

    private static Flux<String> pieces(Flux<PartEvent> parts) {
        return ArrivingForm.read(parts).flatMapMany(form -> form.content().map(ArrivingFormTests::text));
    }

    private static String text(DataBuffer buffer) {
        String text = buffer.toString(UTF_8);
        DataBufferUtils.release(buffer);
        return text;
    }

    private static PartEvent field(String name, String value) {
        return Objects.requireNonNull(FormPartEvent.create(name, value).block(SOON));
    }

    private PartEvent piece(String text, boolean last) {
        return file("fox.png", text, last);
    }

    private PartEvent file(String name, String text, boolean last) {
        NettyDataBuffer content = factory.allocateBuffer(16);
        content.write(text, UTF_8);
        made.add(content);
        return new Piece(name, content, last);
    }

    private record Piece(String filename, DataBuffer content, boolean isLast) implements FilePartEvent {

        @Override
        public HttpHeaders headers() {
            HttpHeaders headers = new HttpHeaders();
            headers.setContentDispositionFormData("image", filename);
            headers.setContentType(MediaType.IMAGE_PNG);
            return headers;
        }
    }
}

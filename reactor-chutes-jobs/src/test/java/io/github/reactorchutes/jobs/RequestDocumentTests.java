package io.github.reactorchutes.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.request.AcceptedMedia;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.store.FileVideoStore;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

class RequestDocumentTests {

    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=");

    private static final URI ANY = URI.create("https://any.chutes.ai/go");

    private final Requests requests =
            new Requests(FileVideoStore.in(Path.of("target/unused")), 1024 * 1024, 1024 * 1024);

    static Stream<VideoRequest> requests() {
        return Stream.of(
                TextToVideoRequest.builder("a \"fox\" \uD83E\uDD8A")
                        .seed(7L)
                        .frames(81)
                        .build(),
                ImageToVideoRequest.builder("it runs", Image.bytes(PNG)).build(),
                FastImageToVideoRequest.builder("it runs", Image.url("https://images.example.com/cat.png"))
                        .build(),
                FastImageToVideoRequest.builder("it runs", Image.verbatim("example-string"))
                        .build(),
                FastImageToVideoRequest.builder("once", Image.buffer(DefaultDataBufferFactory.sharedInstance.wrap(PNG)))
                        .build(),
                ChuteRequest.builder("any", ANY)
                        .field("text", "")
                        .field("flag", true)
                        .field("int", 5)
                        .field("long", 5_000_000_000L)
                        .field("double", 1.0E10)
                        .field("float", 0.1f)
                        .field("decimal", new BigDecimal("0.10"))
                        .field("big", new BigInteger("123456789012345678901234567890"))
                        .field("nested", Map.of("list", List.of(1, 2.5, "x", Map.of("a", false))))
                        .image("first", Image.bytes(PNG))
                        .image(
                                "second",
                                Image.bytes("no image".getBytes(StandardCharsets.UTF_8))
                                        .withoutCheck())
                        .accept(AcceptedMedia.images())
                        .build(),
                accepting(AcceptedMedia.ofTypes("application/zip", "image/png")),
                accepting(AcceptedMedia.video()
                        .or(AcceptedMedia.images())
                        .or(AcceptedMedia.audio())
                        .declaredAs("text/plain")));
    }

    private static VideoRequest accepting(AcceptedMedia media) {
        return ChuteRequest.builder("any", ANY)
                .field("prompt", "x")
                .accept(media)
                .build();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void makesTheSameRequestAgain(VideoRequest request) {
        Requests.Prepared prepared =
                Objects.requireNonNull(requests.prepare(request).block(Duration.ofSeconds(5)));

        VideoRequest again = RequestDocument.read(
                prepared.document(),
                request.endpoint().name(),
                request.endpoint().url().toString());

        assertThat(again).hasSameClassAs(request);
        assertThat(again.accepted()).isEqualTo(request.accepted());
        assertThat(Objects.requireNonNull(requests.prepare(again).block(Duration.ofSeconds(5)))
                        .sha256())
                .isEqualTo(prepared.sha256());
    }

    @Test
    void readsNothingFromADamagedDocument() {
        byte[] damaged = "{\"version\": 1, \"type\"".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> RequestDocument.read(damaged, "any", ANY.toString()))
                .isInstanceOf(ChutesJobException.class)
                .hasMessage("the stored request cannot be read");
        assertThatThrownBy(() -> RequestDocument.read(
                        "{\"version\": 2}".getBytes(StandardCharsets.UTF_8), "any", ANY.toString()))
                .hasMessageStartingWith("the stored request");
    }
}

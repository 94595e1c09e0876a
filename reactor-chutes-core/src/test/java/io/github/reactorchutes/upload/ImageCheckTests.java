package io.github.reactorchutes.upload;

import static io.github.reactorchutes.upload.SentBodies.SOON;
import static io.github.reactorchutes.upload.SentBodies.preparing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.InvalidImageException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class ImageCheckTests {

    private static final String WANTED = "must be a PNG, JPEG, WebP, GIF or BMP image but is ";

    @TempDir
    static Path folder;

    /** Real images of every format; the last three WebP variants are made by hand. */
    static Stream<byte[]> images() {
        return Stream.of(
                drawn("png"),
                drawn("jpg"),
                drawn("gif"),
                drawn("bmp"),
                hex("52494646 16000000 57454250 56503820 0a000000 000000 9d012a 4000 3000 0000"),
                hex("52494646 16000000 57454250 5650384c 0a000000 2f3fc00b00 0000000000 0000"),
                hex("52494646 16000000 57454250 56503858 0a000000 00000000 3f0000 2f0000 0000"));
    }

    @ParameterizedTest
    @MethodSource("images")
    void letsImagesPassFromEverySource(byte[] image) throws IOException {
        for (Image source : sources(image)) {
            StepVerifier.create(preparing(request(source)).map(JsonBody::contentLength))
                    .expectNextCount(1)
                    .expectComplete()
                    .verify(SOON);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
    void refusesAHeaderThatIsCutOff(String format) {
        byte[] image = drawn(format);
        int refused = 0;
        for (int length = 1; length < Math.min(image.length, 1000); length++) {
            String problem = problem(Image.bytes(Arrays.copyOf(image, length)));
            if (problem.isEmpty()) {
                break;
            }
            refused++;
            assertThat(problem).containsAnyOf("that is cut off", WANTED);
        }
        assertThat(refused).isGreaterThan(8);
        assertThat(problem(Image.bytes(image))).isEmpty();
    }

    @Test
    void refusesAWebpThatIsShorterThanAnnounced() {
        byte[] image = images().skip(4).findFirst().orElseThrow();

        assertThat(problem(Image.bytes(Arrays.copyOf(image, 29))))
                .startsWith("image is a WebP image that is cut off: it has 29 of 30 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "89504e470d0a1a0a 0000000d 49484452 00000000 00000010 0806000000 00000000, PNG",
        "ffd8ff e00004 0000 ffc0 0011 08 0010 0000 03, JPEG",
        "ffd8ff e00004 0000 ffda 000c 03 0011000000, JPEG",
        "ffd8ff e00004 0000 ffd9 00000000, JPEG",
        "52494646 16000000 57454250 56503820 0a000000 000000 9d012a 0000 3000 0000, WebP",
        "424d 46000000 00000000 36000000 28000000 10000000 00000000 0100 1800, BMP"
    })
    void refusesAHeaderWithoutPixels(String hex, String format) {
        assertThat(problem(Image.bytes(hex(hex))))
                .startsWith("image is a " + format + " image with a broken header or without pixels");
    }

    /** Every viewer shows these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ffd8ff e00004 0000 00 ffc0 0011 08 0010 0010 03",
                "ffd8ff e00004 0000 1234 00 ff00 0a ffffff c0 0011 08 0010 0010 03",
                "ffd8ff e00004 0000 ff01 ffd0 ffc0 0011 08 0000 0010 03",
                "474946383961 0000 0000 000000",
                "474946383761 0000 1000 000000"
            })
    void acceptsWhatDecodersAccept(String hex) {
        assertThat(problem(Image.bytes(hex(hex)))).isEmpty();
    }

    @Test
    void acceptsABitmapWithAWrongSizeAndRefusesOneWithoutAllPixels() {
        byte[] image = drawn("bmp");
        byte[] wrong = image.clone();
        Arrays.fill(wrong, 2, 6, (byte) 0);

        assertThat(problem(Image.bytes(wrong))).isEmpty();
        assertThat(problem(Image.bytes(Arrays.copyOf(image, image.length - 400))))
                .startsWith("image is a BMP image that is cut off: it has " + (image.length - 400) + " of ");
    }

    @Test
    void throwsATypeOfItsOwnSoThatAToolCanNameItsWayRound() {
        StepVerifier.create(preparing(request(Image.bytes(new byte[] {1, 2, 3}))))
                .expectError(InvalidImageException.class)
                .verify(SOON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%PDF-1.7 and more | a PDF",
                "PK\\3\\4 and more | a ZIP archive",
                "  <!DOCTYPE html><html></html> | an HTML page",
                "<html lang=en> | an HTML page",
                "<svg xmlns='http://www.w3.org/2000/svg'/> | an SVG image or another XML document",
                "<?xml version='1.0'?> | an SVG image or another XML document",
                "{\"detail\":\"Not Found\"} | JSON",
                "BMW builds cars and motorcycles | text",
                "GIF is a format | text",
                "example-string | text",
                "iVBORw0KGgoAAAANSUhEUg | base64 text",
                "data:image/png;base64,AAAA | base64 text",
                "\\0\\0\\0\\40ftypavif | an AVIF image",
                "\\0\\0\\0\\40ftypheic | a HEIC image",
                "\\0\\0\\0\\40ftypisom | an MP4 video",
                "II*\\0 | a TIFF image",
                "\\37\\213\\10 | gzip-compressed data",
                "\\1\\2\\3 | in an unknown format"
            })
    void namesTheActualFormat(String content, String found) throws IOException {
        byte[] bytes = content.translateEscapes().getBytes(StandardCharsets.ISO_8859_1);
        for (Image source : sources(bytes)) {
            assertThat(problem(source)).isEqualTo("image " + WANTED + found);
            assertThat(problem(source.withoutCheck())).isEmpty();
        }
    }

    @Test
    void namesTheFieldOfTheRequest() {
        StepVerifier.create(preparing(ImageToVideoRequest.builder("a fox", Image.bytes(new byte[3]))
                        .build()))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(InvalidVideoRequestException.class);
                    assertThat(((InvalidVideoRequestException) error).field()).isEqualTo("image_b64");
                })
                .verify(SOON);
    }

    @Test
    void looksAtNoUrlAndNoVerbatimText() {
        assertThat(problem(Image.url("https://example.com/a.pdf"))).isEmpty();
        assertThat(problem(Image.verbatim("example-string"))).isEmpty();
        assertThat(SentBodies.json(request(Image.verbatim("example-string"))))
                .endsWith("\"image\":\"example-string\"}");
    }

    @Test
    void neverFailsOtherwiseOnNoise() {
        Random random = new Random(4);
        List<byte[]> starts = images().toList();
        for (int i = 0; i < 20_000; i++) {
            byte[] image = starts.get(i % starts.size());
            byte[] noise = Arrays.copyOf(image, random.nextInt(200) + 1);
            for (int flips = random.nextInt(20); flips > 0; flips--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt();
            }
            assertThat(problem(Image.bytes(noise))).doesNotContain("Exception");
        }
    }

    @Test
    void readsFilesAndStreamsOffTheCallersThread() throws IOException {
        Path file = Files.write(folder.resolve("a.png"), drawn("png"));
        Image stream = Image.from(
                () -> {
                    assertThat(Schedulers.isInNonBlockingThread()).isFalse();
                    return Files.newInputStream(file);
                },
                Files.size(file));

        for (Image source : List.of(stream, Image.file(file))) {
            StepVerifier.create(preparing(request(source))
                            .map(body -> Thread.currentThread().getName())
                            .subscribeOn(Schedulers.parallel()))
                    .assertNext(thread -> assertThat(thread).startsWith("boundedElastic"))
                    .expectComplete()
                    .verify(SOON);
        }
    }

    private static List<Image> sources(byte[] image) throws IOException {
        Path file = Files.write(folder.resolve("image" + image.length), image);
        return List.of(
                Image.bytes(image),
                Image.bytes(ByteBuffer.allocateDirect(image.length).put(image).flip()),
                Image.base64(Base64.getEncoder().encodeToString(image)),
                Image.file(file),
                Image.from(() -> new ByteArrayInputStream(image), image.length));
    }

    /** Return the problem of an image, or {@code ""}. */
    private static String problem(Image image) {
        String problem = preparing(request(image))
                .map(body -> "")
                .onErrorResume(
                        InvalidVideoRequestException.class,
                        error -> reactor.core.publisher.Mono.just(String.valueOf(error.getMessage())))
                .block(SOON);
        return problem == null ? "nothing" : problem;
    }

    private static FastImageToVideoRequest request(Image image) {
        return FastImageToVideoRequest.builder("a fox", image).build();
    }

    private static byte[] drawn(String format) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), format, bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}

package io.github.reactorchutes.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadMemoryTests {

    private static final int IMAGE_BYTES = 64 * 1024 * 1024;

    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @TempDir
    Path folder;

    /** Neither limit holds one image, let alone eight. */
    @Test
    void uploadsEightImagesOf64MiBAtOnceWith48MiBOfHeapAnd32MiBOfDirectMemory() throws Exception {
        Path file = folder.resolve("large.png");
        String sha256 = writeImage(file);
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            String output = run(emulator.baseUrl().toString(), file);

            System.out.println("8 x 64 MiB at once: " + output.strip());
            assertThat(output).contains("received ").contains("peak direct ");
            assertThat(emulator.requests()).hasSize(8).allSatisfy(request -> assertSent(request, sha256));
            assertThat(emulator.requests()).extracting(RecordedRequest::path).contains("/image2video", "/generate");
        }
    }

    private static void assertSent(RecordedRequest request, String sha256) {
        assertThat(request.image()).hasValueSatisfying(image -> {
            assertThat(image.size()).isEqualTo(IMAGE_BYTES);
            assertThat(image.sha256()).isEqualTo(sha256);
        });
        assertThat(request.header("Content-Length")).hasValue(String.valueOf(request.bodyLength()));
    }

    private static String run(String url, Path file) throws IOException, InterruptedException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:MaxDirectMemorySize=32m",
                        "-Dio.netty.maxDirectMemory=0",
                        "-cp",
                        classPath,
                        LargeUploads.class.getName(),
                        url,
                        file.toString()))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    private static String writeImage(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] noise = new byte[1024 * 1024];
        Random random = new Random(5);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int written = 0; written < IMAGE_BYTES; written += noise.length) {
                random.nextBytes(noise);
                if (written == 0) {
                    System.arraycopy(PIXEL, 0, noise, 0, PIXEL.length);
                }
                digest.update(noise);
                out.write(noise);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}

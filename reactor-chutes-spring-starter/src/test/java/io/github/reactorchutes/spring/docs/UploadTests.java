package io.github.reactorchutes.spring.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.Applications;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The uploads of docs/spring-boot.md, as they are. */
class UploadTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final byte[] PIXEL = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    private final HttpClient visitor = HttpClient.newHttpClient();

    @ParameterizedTest
    @EnumSource(names = {"REACTIVE", "SERVLET"})
    void animateAnUploadAndRefuseWhatIsNoImage(WebApplicationType stack) throws Exception {
        byte[] image = new byte[600_000];
        new Random(1).nextBytes(image);
        System.arraycopy(PIXEL, 0, image, 0, PIXEL.length);
        Class<?> application = stack == WebApplicationType.REACTIVE ? OnWebFlux.class : OnServlets.class;
        try (ConfigurableApplicationContext context = Applications.run(
                application,
                stack,
                chutes.emulator(),
                "--chutes.verify-video=false",
                "--chutes.web.problem-details.enabled=true",
                "--chutes.retry.capacity.min-backoff=1ms")) {
            HttpResponse<byte[]> refused = upload(context, "%PDF-1.7 and more".getBytes(StandardCharsets.US_ASCII));
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("is a PDF");
            assertThat(chutes.emulator().requestCount()).isZero();

            chutes.emulator().enqueue(Reply.capacity(), Reply.videoOfSize(200_000));
            HttpResponse<byte[]> animated = upload(context, image);
            assertThat(animated.statusCode()).isEqualTo(200);
            assertThat(animated.body()).hasSize(200_000);
            RecordedRequest first = chutes.emulator().takeRequest(SOON);
            assertThat(first.bodyLength()).isGreaterThan(800_000);
            assertThat(chutes.emulator().takeRequest(SOON).bodySha256()).isEqualTo(first.bodySha256());
        }
    }

    private HttpResponse<byte[]> upload(ConfigurableApplicationContext context, byte[] image) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes("--cut\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\na fox\r\n"
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(("--cut\r\nContent-Disposition: form-data; name=\"image\"; filename=\"fox.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        form.writeBytes(image);
        form.writeBytes("\r\n--cut--\r\n".getBytes(StandardCharsets.US_ASCII));
        URI uri = URI.create(
                "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + "/animate");
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Content-Type", "multipart/form-data; boundary=cut")
                .timeout(SOON)
                .POST(BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        return visitor.send(request, BodyHandlers.ofByteArray());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Snippets.FluxUploads.class)
    static class OnWebFlux {}

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(Snippets.ServletUploads.class)
    static class OnServlets {}
}

package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.reactorchutes.spring.fixture.Contexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

@ExtendWith(OutputCaptureExtension.class)
class FailureTextTests {

    @Test
    void namesEveryWayToATokenAndTheProfiles(CapturedOutput output) {
        fail("--spring.profiles.active=staging");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The Chutes client \"default\" has no API token.")
                .contains("the property chutes.api-token, or the environment variable CHUTES_API_TOKEN")
                .contains("chutes.token-file")
                .contains("configtree:/run/secrets/")
                .contains("ChutesTokenProvider")
                .contains("ChutesClient")
                .contains("chutes.enabled=false")
                .contains("@AutoConfigureChutesEmulator")
                .contains("Active profiles: staging.");
    }

    @ParameterizedTest
    @CsvSource({
        "Bearer cpk_verysecrettokenvalue, Remove the prefix",
        "cpk_verysecret tokenvalue, Copy the token again",
        "\"cpk_verysecrettokenvalue\", contains a quote",
        "cpk_verysecrettökenvalue, Copy the token again",
        "'', Set the token"
    })
    void saysWhatIsWrongWithAMalformedTokenWithoutPrintingIt(String token, String advice, CapturedOutput output) {
        fail("--chutes.api-token=" + token);
        assertThat(output)
                .contains("chutes.api-token is not a usable API token")
                .contains(advice)
                .doesNotContain("verysecret");
    }

    @Test
    void refusesATokenTwice(@TempDir Path folder, CapturedOutput output) {
        fail("--chutes.api-token=" + Contexts.SECRET, "--chutes.token-file=" + folder.resolve("token"));
        assertThat(output).contains("Both chutes.api-token and chutes.token-file are set.");
    }

    @Test
    void saysThatATokenFileIsMissing(@TempDir Path folder, CapturedOutput output) {
        fail("--chutes.token-file=" + folder.resolve("token"));
        assertThat(output).contains("The token file of chutes.token-file cannot be read: NoSuchFileException");
    }

    @Test
    void saysThatATokenFileHoldsNoToken(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), " \n");
        fail("--chutes.token-file=" + file);
        assertThat(output)
                .contains("The content of " + file
                        + " (chutes.token-file) is not a usable API token: the API token must not be empty");
    }

    /** A folder cannot be read by anybody, whoever runs the tests. */
    @Test
    void saysThatATokenFileCannotBeRead(@TempDir Path folder, CapturedOutput output) {
        fail("--chutes.token-file=" + folder);
        assertThat(output).contains("The token file of chutes.token-file cannot be read: IOException: Is a directory");
    }

    @Test
    void saysThatATokenFileIsForOthers(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("token"), Contexts.SECRET);
        Files.setPosixFilePermissions(file, Set.of());
        assumeFalse(Files.isReadable(file), "root may read everything");
        fail("--chutes.token-file=" + file);
        assertThat(output).contains("The token file of chutes.token-file cannot be read: AccessDeniedException");
    }

    /** Whoever can add a line to the token could add a header to each request. */
    @ParameterizedTest
    @ValueSource(
            strings = {"cpk_verysecret\r\nX-Injected: 1", "cpk_verysecret\nX", "cpk_verysecret\rX", "\0cpk_verysecret"})
    void refusesATokenWithAControlCharacter(String token, @TempDir Path folder, CapturedOutput output)
            throws IOException {
        fail("--chutes.api-token=" + token);
        assertThat(output)
                .contains("chutes.api-token is not a usable API token")
                .doesNotContain("verysecret");
        Path file = Files.writeString(folder.resolve("token"), token + "x");
        fail("--chutes.token-file=" + file);
        assertThat(output)
                .contains("The content of " + file + " (chutes.token-file) is not a usable API token")
                .doesNotContain("verysecret", "X-Injected");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--chutes.base-url=gateway:8080 | chutes.base-url is \"gateway:8080\", which is not an absolute http or https",
                "--chutes.base-url=https://me:pw-secret@gateway | chutes.base-url contains a user or a password",
                "--chutes.base-url=https://me:pw-secret@under_score | chutes.base-url must be a URL with no user-info",
                "--chutes.base-url=https://my_gateway/x | chutes.base-url must be a URL with a host without an underscore",
                "--chutes.base-url=https://gateway:99999 | chutes.base-url must be a URL with a port between 1 and 65535",
                "--chutes.trusted-hosts=https://gateway | chutes.trusted-hosts is invalid: each must be a host name",
                "--chutes.endpoints.text-to-video.url=/x | chutes.endpoints.text-to-video.url is \"/x\", which is not",
                "--chutes.base-url=http://gateway | is plain http to gateway",
                "--chutes.http.ssl.bundle=nope | chutes.http.ssl.bundle names the SSL bundle \"nope\", which does not exist",
                "--chutes.concurrency.max-calls=501 | chutes.concurrency.max-calls is 501, more than chutes.http.pool.max-connections, which is 500",
                "--chutes.http.proxy.host=proxy | chutes.http.proxy.host is set, but the proxy's port is not",
                "--chutes.http.idle-timeout=-1s | chutes.http.idle-timeout is invalid: idleTimeout must be positive",
                "--chutes.retry.capacity.min-backoff=3m | chutes.retry.capacity is invalid: max must not be less",
                "--chutes.clients.default.deadline=1m | chutes.clients.default has the name of the client that is set under",
                "--chutes.clients.text-to-video.circuit-breaker.scope=client | would be \"chutes-text-to-video\", which is the",
                "--chutes.clients.a-image-to-video.circuit-breaker.scope=client | would be \"chutes-a-image-to-video\"",
                "--chutes.rate-limit.max-requests=0 | chutes.rate-limit is invalid",
                "--chutes.circuit-breaker.minimum-number-of-calls=21 | more than sliding-window-size, which is 20",
                "--chutes.clients.a.http.pool.max-connections=0 | chutes.clients.a.concurrency.max-calls",
                "--chutes.clients.a.http.connect-timeout=0 | chutes.clients.a.http.connect-timeout (set there, or inherited"
            })
    void namesTheSettingThatCannotWork(String setting, String text, CapturedOutput output) {
        fail("--chutes.api-token=" + Contexts.SECRET, setting);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(text)
                .doesNotContain(Contexts.SECRET)
                .doesNotContain("pw-secret")
                .doesNotContain("\tat ");
    }

    private static void fail(String... arguments) {
        SpringApplication application = new SpringApplication(App.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--logging.level.root=error");
        assertThatThrownBy(() -> application.run(all.toArray(String[]::new)))
                .rootCause()
                .hasMessageNotContaining("verysecret");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class App {}
}

package io.github.reactorchutes.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.reactorchutes.spring.ChutesClientBuilderCustomizer;
import io.github.reactorchutes.spring.fixture.Contexts;
import java.io.IOException;
import java.net.URI;
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
import org.springframework.context.annotation.Bean;
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
        "Bearer cpk_verysecrettokenvalue, 'Remove \"Bearer\"; the client adds it.'",
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | must not be empty | Write the API token into the file.",
                "Bearer cpk_verysecret | must not begin with \"Bearer\" | Remove \"Bearer\" from the file; the client adds it.",
                "bearer: cpk_verysecret | must not begin with \"Bearer\" | Remove \"Bearer\" from the file; the client adds it.",
                "Authorization: Bearer cpk_verysecret | contains whitespace | The file must contain only the token",
                "CHUTES_API_TOKEN='cpk_verysecret' | contains a quote | The file must contain only the token",
                "${CHUTES_API_TOKEN} | is an unresolved placeholder | The file must contain only the token"
            })
    void saysWhatIsWrongWithATokenFile(
            String content, String problem, String advice, @TempDir Path folder, CapturedOutput output)
            throws IOException {
        Path file = Files.writeString(folder.resolve("token"), content + "\n");
        fail("--chutes.token-file=" + file);
        assertThat(output)
                .contains("The content of " + file + " (chutes.token-file) is not a usable API token: the API token "
                        + problem)
                .contains(advice)
                .contains("    Property: chutes.token-file")
                .doesNotContain("verysecret");
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
                "--chutes.base-url=https://me:pw-secret@under_score | chutes.base-url contains a user or a password",
                "--chutes.base-url=https://my_gateway/x | chutes.base-url must be a URL with a host without an underscore",
                "--chutes.base-url=https://gateway:99999 | chutes.base-url must be a URL with a port between 1 and 65535",
                "--chutes.base-url=https://gateway?a=b | chutes.base-url must be a URL without a query",
                "--chutes.api-url=api.example.com | chutes.api-url is \"api.example.com\", which is not an absolute http or https",
                "--chutes.api-url=https://gateway?a=b | chutes.api-url must be a URL without a query",
                "--chutes.clients.a.api-url=http://gateway | chutes.clients.a.api-url is plain http to gateway",
                "--chutes.trusted-hosts=https://me:pw-secret@gateway | chutes.trusted-hosts must be host names or IP addresses",
                "--chutes.http.proxy.host=me:pw-secret@proxy | chutes.http.proxy.host",
                "--chutes.base-url=http://gateway | chutes.base-url is plain http to gateway, which would expose the token",
                "--chutes.endpoints.text-to-video.url=/x | chutes.endpoints.text-to-video.url is \"/x\", which is not",
                "--chutes.endpoints.text-to-video.url=http://gateway/x | chutes.endpoints.text-to-video.url is plain http to gateway",
                "--chutes.endpoints.my.url=http://gateway/x | chutes.endpoints.my.url is plain http to gateway",
                "--chutes.trusted-hosts=a.example.com,https://gateway | chutes.trusted-hosts must be host names or IP addresses without scheme, port and path, but one is https://gateway",
                "--chutes.trusted-hosts[0]=*.example.com | chutes.trusted-hosts must be host names or IP addresses",
                "--chutes.clients.a.trusted-hosts=gateway:8080 | chutes.clients.a.trusted-hosts must be host names",
                "--chutes.http.ssl.bundle=nope | chutes.http.ssl.bundle names the SSL bundle \"nope\", which does not exist",
                "--chutes.concurrency.max-calls=501 | chutes.concurrency.max-calls is 501, more than chutes.http.pool.max-connections, which is 500",
                "--chutes.concurrency.max-waiting-calls=-1 | chutes.concurrency.max-waiting-calls must be 0 or more, but is -1",
                "--chutes.http.proxy.host=proxy | chutes.http.proxy.host is set, but chutes.http.proxy.port is not",
                "--chutes.http.proxy.port=3128 | chutes.http.proxy.port is set, but chutes.http.proxy.host is not",
                "--chutes.http.proxy.username=me | chutes.http.proxy.username is set, but chutes.http.proxy.host is not",
                "--chutes.http.proxy.password=pw-secret | chutes.http.proxy.password is set, but chutes.http.proxy.host is not",
                "--chutes.http.proxy.non-proxy-hosts=localhost | chutes.http.proxy.non-proxy-hosts is set, but chutes.http.proxy.host is not",
                "--chutes.http.proxy.type=socks5 | chutes.http.proxy.type is set, but chutes.http.proxy.host is not",
                "--chutes.http.proxy.non-proxy-hosts=*.internal | chutes.http.proxy.non-proxy-hosts must be a regular expression",
                "--chutes.clients.a.http.proxy.port=3128 | chutes.clients.a.http.proxy.port is set, but chutes.clients.a.http.proxy.host is not",
                "--chutes.http.idle-timeout=-1s | chutes.http.idle-timeout must be more than 0 and at most 24 days, but is -1s",
                "--chutes.http.max-head-size=100B | chutes.http.max-head-size must be 1KB or more, but is 100B",
                "--chutes.retry.capacity.min-backoff=3m | chutes.retry.capacity.min-backoff is 3m, more than chutes.retry.capacity.max-backoff, which is 2m",
                "--chutes.retry.capacity.max-retries=-1 | chutes.retry.capacity.max-retries must be 0 or more, but is -1",
                "--chutes.clients.default.deadline=1m | chutes.clients.default has the name of the client that is set under",
                "--chutes.clients.text-to-video.circuit-breaker.scope=client | would be \"chutes-text-to-video\", which is the",
                "--chutes.clients.a-image-to-video.circuit-breaker.scope=client | would be \"chutes-a-image-to-video\"",
                "--chutes.rate-limit.max-requests=0 | chutes.rate-limit.max-requests must be 1 or more, but is 0",
                "--chutes.rate-limit.period=200000d | chutes.rate-limit.period must be more than 0 and at most 365 days, but is 200000d",
                "--chutes.circuit-breaker.failure-rate-threshold=101 | chutes.circuit-breaker.failure-rate-threshold must be more than 0 and at most 100, but is 101",
                "--chutes.circuit-breaker.minimum-number-of-calls=21 | chutes.circuit-breaker.minimum-number-of-calls is 21, more than chutes.circuit-breaker.sliding-window-size, which is 20",
                "--chutes.shutdown.timeout=-1s | chutes.shutdown.timeout must be 0 or more and at most 365 days, but is -1s",
                "--chutes.health.probe-timeout=0 | chutes.health.probe-timeout must be more than 0 and at most 365 days, but is 0",
                "--chutes.clients.a.http.pool.max-connections=50 | chutes.concurrency.max-calls is 100, more than chutes.clients.a.http.pool.max-connections, which is 50",
                "--chutes.clients.a.http.connect-timeout=0 | chutes.clients.a.http.connect-timeout must be more than 0"
            })
    void namesTheSettingThatCannotWork(String setting, String text, CapturedOutput output) {
        fail("--chutes.api-token=" + Contexts.SECRET, setting);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains(text)
                .doesNotContain(Contexts.SECRET)
                .doesNotContain("pw-secret")
                .doesNotContain("\tat ")
                .satisfies(FailureTextTests::namesTheOriginAndNoMethod);
    }

    /** The origin as Boot prints it of its own settings. */
    private static void namesTheOriginAndNoMethod(CharSequence output) {
        assertThat(output)
                .containsPattern(
                        "    Property: chutes\\.\\S+\\R    Origin: \"chutes\\.\\S+\" from property source \"commandLineArgs\"")
                .doesNotContainPattern("\\b[a-z]+[A-Z][A-Za-z]*\\b(?<!commandLineArgs)");
    }

    @Test
    void printsTheLineOfTheFile(@TempDir Path folder, CapturedOutput output) throws IOException {
        Path file = Files.writeString(folder.resolve("application.yaml"), """
                chutes:
                  api-token: any
                  http:
                    idle-timeout: 25d
                """);
        fail("--spring.config.location=" + file);
        assertThat(output)
                .contains("    Property: chutes.http.idle-timeout")
                .containsPattern("    Origin: .*application.yaml\\] - 4:19");
    }

    @Test
    void namesTheSharedSettingThatAClientInherits(CapturedOutput output) {
        fail("--chutes.http.idle-timeout=25d", "--chutes.clients.a.api-token=a");
        assertThat(output)
                .contains("chutes.http.idle-timeout must be more than 0")
                .doesNotContain("chutes.clients.a.http.idle-timeout");
    }

    @Test
    void blamesTheCustomizerForWhatItSet(CapturedOutput output) {
        SpringApplication application = new SpringApplication(App.class, Customized.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        assertThatThrownBy(() -> application.run("--chutes.api-token=any")).isNotNull();
        assertThat(output)
                .contains("A ChutesClientBuilderCustomizer made the Chutes client \"default\" invalid")
                .contains("is plain http to gateway");
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

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        ChutesClientBuilderCustomizer plainHttp() {
            return (builder, client) -> builder.baseUrl(URI.create("http://gateway"));
        }
    }
}

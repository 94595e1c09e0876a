package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.reactorchutes.test.ChutesEmulator;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.netty.transport.ProxyProvider;

/** The tool behind a proxy, in separate processes as the settings belong to a process. */
class NetworkTests {

    @TempDir
    Path directory;

    private SecureServer server;

    private TunnelProxy proxy;

    private CliProcess tool;

    @BeforeEach
    void start() throws Exception {
        serve(false);
    }

    @AfterEach
    void stop() throws Exception {
        proxy.close();
        server.close();
    }

    private void serve(boolean demandsCertificate) throws Exception {
        server = SecureServer.start(
                Files.createDirectories(directory.resolve("server" + demandsCertificate)), demandsCertificate);
        proxy = TunnelProxy.to(server.port());
        tool = new CliProcess(directory)
                .with(TokenSource.VARIABLE, "cpk_secret.of.mine")
                .withJvmOption("-Djavax.net.ssl.trustStore=" + server.keys())
                .withJvmOption("-Djavax.net.ssl.trustStorePassword=" + SecureServer.PASSWORD);
    }

    @ParameterizedTest
    @CsvSource({"HTTPS_PROXY, http://%s", "https_proxy, http://%s/", "ALL_PROXY, %s", "all_proxy, HTTP://%s"})
    void goesThroughTheProxyOfTheEnvironment(String variable, String value) throws Exception {
        tool.with(variable, value.formatted(proxy.address()));

        assertThat(generate().exitCode()).as(tool.err()).isZero();
        assertThat(proxy.heads())
                .singleElement()
                .asString()
                .startsWith("CONNECT chute.example:443 ")
                .doesNotContain("cpk_");
    }

    @Test
    void goesThroughTheProxyOfTheJvm() throws Exception {
        tool.withJvmOption("-Dhttps.proxyHost=127.0.0.1").withJvmOption("-Dhttps.proxyPort=" + proxy.port());

        assertThat(generate().exitCode()).as(tool.err()).isZero();
        assertThat(proxy.heads()).hasSize(1);
    }

    @Test
    void prefersTheOptionAndSendsItsCredentials() throws Exception {
        tool.with("HTTPS_PROXY", "http://127.0.0.1:1");

        assertThat(generate("--proxy", "http://me:p%40ss@" + proxy.address()).exitCode())
                .as(tool.err())
                .isZero();
        assertThat(proxy.heads().get(0))
                .containsIgnoringCase("proxy-authorization: Basic "
                        + Base64.getEncoder().encodeToString("me:p@ss".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void bypassesTheProxyOnRequest() throws Exception {
        tool.with("HTTPS_PROXY", proxy.address());
        assertThat(generate("--proxy", "none").exitCode()).isEqualTo(4);
        tool.with("NO_PROXY", "localhost,.example");
        assertThat(generate().exitCode()).isEqualTo(4);
        assertThat(proxy.heads()).isEmpty();
    }

    @Test
    void usesNoProxyForThisMachine() {
        try (ChutesEmulator emulator =
                ChutesEmulator.builder().smallVideos(true).start()) {
            Map<String, String> environment = Map.of("all_proxy", proxy.address());
            String target = directory.resolve("out.mp4").toString();
            CliRun run = CliRun.with(
                    environment,
                    "text-to-video",
                    "a cat",
                    "-o",
                    target,
                    "--base-url",
                    emulator.baseUrl().toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            CliRun embedded = CliRun.with(environment, "text-to-video", "a cat", "--force", "-o", target);
            assertThat(embedded.exitCode()).as(embedded.err()).isZero();
        }
        assertThat(proxy.heads()).isEmpty();
    }

    @Test
    void namesTheSettingsOfAProxyThatFails() throws Exception {
        assertThat(generate("--proxy", "127.0.0.1:1").err()).contains("(check --proxy, HTTPS_PROXY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:secret@", "ftp://me:secret@host", "http://me:secret@host:port", "https://x"})
    void refusesWhatIsNoProxy(String value) {
        CliRun option = CliRun.of("text-to-video", "a cat", "--base-url", "https://localhost", "--proxy", value);
        assertThat(option.exitCode()).isEqualTo(2);
        assertThat(option.err()).contains("--proxy must be a proxy such as").doesNotContain("secret");
        CliRun variable =
                CliRun.with(Map.of("HTTPS_PROXY", value, TokenSource.VARIABLE, "cpk_x"), "text-to-video", "a cat");
        assertThat(variable.exitCode()).isEqualTo(2);
        assertThat(variable.err()).contains("the variable HTTPS_PROXY must be").doesNotContain("secret");
    }

    @Test
    void presentsTheClientCertificateOfTheJvm() throws Exception {
        stop();
        serve(true);
        assertThat(generate("--proxy", proxy.address()).exitCode()).isNotZero();
        tool.withJvmOption("-Djavax.net.ssl.keyStore=" + server.keys());

        CliRun wrong = generate("--proxy", proxy.address());
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("-Djavax.net.ssl.keyStore");

        tool.withJvmOption("-Djavax.net.ssl.keyStorePassword=" + SecureServer.PASSWORD);
        assertThat(generate("--proxy", proxy.address()).exitCode())
                .as(tool.err())
                .isZero();
        assertThat(server.clients()).containsExactly("CN=" + SecureServer.HOST);
    }

    @Test
    void verifiesTheHostNameWithAClientCertificate() throws Exception {
        tool.withJvmOption("-Djavax.net.ssl.keyStore=" + server.keys())
                .withJvmOption("-Djavax.net.ssl.keyStorePassword=" + SecureServer.PASSWORD);
        CliRun run =
                tool.run("text-to-video", "a cat", "--base-url", "https://other.example", "--proxy", proxy.address());

        assertThat(run.exitCode()).as(run.err()).isEqualTo(4);
        assertThat(server.clients()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "example.com, example.com, true",
        "example.com, www.EXAMPLE.com, true",
        ".example.com, www.example.com, true",
        "*.example.com, www.example.com, true",
        "example.com, notexample.com, false",
        "'a.example, b.example', b.example, true",
        "example.com:443, example.com, true",
        "example.com:8443, example.com, false",
        "*, anything.example, true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "fd00::/8, fd12::1, true",
        "'[::1]:443', ::1, true",
        "192.168.0.1, 192.168.0.1, true",
        "'', example.com, false"
    })
    void readsTheExceptions(String entries, String host, boolean excepted) {
        assertThat(NoProxy.of(entries).matches(host, 443)).isEqualTo(excepted);
    }

    @Test
    void readsAddressesOfProxies() {
        assertThat(ProxyAddress.parse("x", "proxy"))
                .isEqualTo(new ProxyAddress(ProxyProvider.Proxy.HTTP, "proxy", 80, null, ""));
        assertThat(ProxyAddress.parse("x", "socks5h://me@[::1]"))
                .isEqualTo(new ProxyAddress(ProxyProvider.Proxy.SOCKS5, "::1", 1080, "me", ""))
                .hasToString("SOCKS5 ::1:1080");
        assertThatThrownBy(() -> ProxyAddress.parse("x", "")).isInstanceOf(UsageException.class);
    }

    private CliRun generate(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "text-to-video", "a cat", "--force", "-o", "out.mp4", "--base-url", "https://" + SecureServer.HOST));
        arguments.addAll(List.of(options));
        return tool.run(arguments.toArray(String[]::new));
    }
}

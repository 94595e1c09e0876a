package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaderValues;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Other sites in a real browser that try to spend the gateway's money. Their names all lead to this machine. */
@EnabledIf("io.github.reactorchutes.examples.gateway.Browser#isInstalled")
class ForeignSiteTests extends GatewayTest {

    /** A browser sends no {@code Sec-Fetch-Site} to a site without TLS, unless it is the loopback. */
    private static final String PLAIN = "gateway.example";

    @TempDir
    static Path profile;

    private static Browser browser;

    private DisposableServer site;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser(profile, "--host-resolver-rules=MAP *.example 127.0.0.1");
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void startSite() {
        site = HttpServer.create()
                .port(0)
                .handle((request, response) -> response.header("Content-Type", HttpHeaderValues.TEXT_HTML)
                        .sendString(Mono.just("<!doctype html><title>Free kittens</title><p id=origin>Kittens</p>")))
                .bindNow(SOON);
    }

    @AfterEach
    void stopSite() {
        site.disposeNow(SOON);
    }

    @Test
    void servesItsOwnPageUnderAConfiguredName() {
        browser.open(url(PLAIN, port));
        browser.generate("a red fox");
        browser.await("document.querySelector('video:not([hidden])')?.readyState >= 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, "127.0.0.1", "localhost"})
    void refusesAnotherSite(String gateway) {
        browser.open(url("kittens.example", site.port()));
        browser.run("""
                document.body.innerHTML = `<form method=post action='%s'><input name=prompt value=kittens></form>`;
                document.forms[0].submit();
                """.formatted(url(gateway, port) + "videos"));
        browser.awaitText("body", "Requests from other sites are not allowed.");
        assertThat(emulator.requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, "127.0.0.1"})
    void refusesAFrameWithoutAnOrigin(String gateway) {
        browser.open(url("kittens.example", site.port()));
        browser.run("""
                addEventListener('message', event => window.sent = event.data);
                const frame = document.createElement('iframe');
                frame.sandbox = 'allow-scripts allow-forms';
                frame.srcdoc = `<script>
                  fetch('%s', { method: 'POST', mode: 'no-cors', body: new URLSearchParams({ prompt: 'kittens' }) })
                    .finally(() => parent.postMessage('sent', '*'))</script>`;
                document.body.append(frame);
                """.formatted(url(gateway, port) + "videos"));
        browser.await("window.sent");
        assertThat(emulator.requestCount()).isZero();
    }

    /** The name belongs to the other site, which points it to this machine after its page was loaded. */
    @Test
    void refusesANameThatWasRebound() {
        browser.visit(url("rebound.example", port));
        browser.awaitText("body", "does not serve this host name");
        Object status = browser.run(
                "return fetch('/videos', { method: 'POST', body: new URLSearchParams({ prompt: 'kittens' }) })"
                        + ".then(answer => answer.status)");
        assertThat(status).isEqualTo(421L);
        assertThat(emulator.requestCount()).isZero();
    }

    private static String url(String host, int port) {
        return "http://" + host + ":" + port + "/";
    }
}

package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a visitor keeps of a paid generation when the page or a connection goes away, in a real browser. */
@EnabledIf("io.github.reactorchutes.examples.gateway.Browser#isInstalled")
class LostConnectionTests extends GatewayTest {

    private static final String VIDEO = "document.querySelector('video:not([hidden])')";

    private static final String LOST = "Connection lost, trying again";

    @TempDir
    static Path profile;

    private static Browser browser;

    private Proxy proxy;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser(profile);
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void openPage() {
        proxy = new Proxy(port);
        browser.size(1280, 900, false);
        browser.open(proxy.url());
    }

    @AfterEach
    void stopProxy() {
        browser.visit("about:blank");
        proxy.close();
    }

    @Test
    void followsAGenerationAcrossALostConnection() {
        emulator.enqueue(Reply.video().withDelay(Duration.ofSeconds(4)));
        browser.generate("a red fox");
        browser.awaitText(".stage", "Generating");
        proxy.mode(Proxy.Mode.FAIL);
        proxy.cut();
        browser.awaitText(".hint", LOST);
        proxy.mode(Proxy.Mode.FORWARD);
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.find(".card .prompt").getText()).isEqualTo("a red fox");
    }

    @Test
    void keepsAGenerationWhenThePageIsReloadedWhileAProxyFails() {
        emulator.enqueue(Reply.video().withDelay(Duration.ofSeconds(4)));
        browser.generate("a red fox");
        browser.awaitText(".stage", "Generating");
        proxy.mode(Proxy.Mode.FAIL);
        browser.visit(proxy.url());
        browser.awaitText("body", "502");
        proxy.mode(Proxy.Mode.FORWARD);
        browser.open(proxy.url());
        browser.await(VIDEO + "?.readyState >= 1");
    }

    @Test
    void findsAGenerationWhoseAnswerWasLost() {
        proxy.mode(Proxy.Mode.LOSE_ANSWERS);
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void reportsThatNothingWasPaidForAGenerationThatDidNotArrive() {
        proxy.mode(Proxy.Mode.FAIL);
        browser.generate("a red fox");
        browser.awaitText(".hint", LOST);
        proxy.mode(Proxy.Mode.FORWARD);
        browser.awaitText(".stage", "The gateway did not receive this generation. Nothing was paid.");
        browser.find("[data-does=again]").click();
        browser.await(VIDEO + "?.readyState >= 1");
    }

    @Test
    void triesAgainAfterAReload() {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());
        browser.run("document.querySelector('.options').open = true");
        browser.find("#seed").sendKeys("7");
        browser.generate("a red fox");
        browser.awaitText(".stage", "The quota of this service is used up.");
        browser.open(proxy.url());
        browser.awaitText(".stage", "The quota of this service is used up.");
        browser.find("[data-does=again]").click();
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(emulator.requests().get(1).json())
                .containsEntry("prompt", "a red fox")
                .containsEntry("seed", 7);
    }

    @Test
    void asksForTheImageAgainAfterAReload() {
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply());
        browser.dropImage();
        browser.generate("it looks up");
        browser.awaitText(".stage", "The quota of this service is used up.");
        browser.open(proxy.url());
        browser.find("[data-does=again]").click();
        browser.awaitText("#form-error", "Choose the image fox.png again.");
        assertThat(browser.find("#prompt").getDomProperty("value")).isEqualTo("it looks up");
        browser.dropImage();
        browser.find("#generate").click();
        browser.await(VIDEO + "?.readyState >= 1");
    }

    @Test
    void reportsAStreamThatEndedWhenThePageWasLeft() {
        streamSlowly();
        browser.run("location.href = '/settings'");
        browser.await("location.pathname == '/settings'");
        browser.run("history.back()");
        browser.awaitText(".stage", "The stream ended when you left this page. The video may have been paid.");
        assertThat(browser.find("[data-does=again]").isDisplayed()).isTrue();
    }

    @Test
    void reportsAStreamThatEndedWithAReload() {
        streamSlowly();
        browser.run("location.reload()");
        browser.awaitText(".stage", "The video may have been paid.");
        browser.find("[data-does=again]").click();
        browser.await(VIDEO + "?.readyState >= 1");
    }

    @Test
    void reportsAStreamThatBrokeOff() {
        streamSlowly();
        proxy.cut();
        browser.awaitText(".stage", "The stream broke off. The video may have been paid.");
    }

    @Test
    void goesOnWhenACancellationDoesNotArrive() {
        emulator.enqueue(Reply.silent());
        browser.generate("a red fox");
        browser.awaitText(".stage", "Generating");
        proxy.mode(Proxy.Mode.FAIL);
        browser.find("[data-does=cancel]").click();
        browser.awaitText(".note", "The gateway cannot be reached, so the generation goes on.");
        proxy.mode(Proxy.Mode.FORWARD);
        browser.find("[data-does=cancel]").click();
        browser.awaitText(".stage", "Cancelled. It may still be billed.");
        Awaitility.await().atMost(SOON).until(() -> permits.running() == 0);
    }

    private void streamSlowly() {
        emulator.enqueue(Reply.videoOfSize(50_000_000).drip(2_000, Duration.ofMillis(20)));
        browser.run("document.getElementById('direct').click()");
        browser.generate("a red fox");
        browser.awaitText(".stage", "Receiving the video");
    }
}

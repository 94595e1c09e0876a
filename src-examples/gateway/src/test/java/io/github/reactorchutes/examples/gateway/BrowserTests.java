package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ExchangeEnd;
import io.github.reactorchutes.test.PlatformError;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** What a visitor sees and does, in a real browser. */
@EnabledIf(
        value = "io.github.reactorchutes.examples.gateway.Browser#isInstalled",
        disabledReason =
                "needs chromium and chromedriver on the PATH (Debian: apt-get install chromium chromium-driver)")
class BrowserTests extends GatewayTest {

    private static final String VIDEO = "document.querySelector('video:not([hidden])')";

    @TempDir
    static Path profile;

    private static Browser browser;

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
        browser.size(1280, 900, false);
        browser.open("http://127.0.0.1:" + port + "/");
        browser.run("sessionStorage.clear(); localStorage.clear()");
        browser.open("http://127.0.0.1:" + port + "/");
    }

    @Test
    void offersToSendAnImageThatTheGatewayDoesNotRecognise() {
        browser.run("""
                const dropped = new DataTransfer();
                dropped.items.add(new File(['%PDF-1.7'], 'fox.png', { type: 'image/png' }));
                document.getElementById('drop').dispatchEvent(
                    new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }));
                """);
        browser.generate("a red fox");
        browser.awaitText("#form-error", "PDF");
        assertThat(emulator.requestCount()).isZero();

        browser.find("#anyway input").click();
        browser.find("#generate").click();

        assertThat(emulator.takeRequest(SOON).image().orElseThrow().size()).isEqualTo(8);
    }

    @Test
    void followsAGenerationToAVideoThatPlaysAndSeeks() {
        // Each stage lasts long enough for a busy machine's browser to connect and to be asked about it.
        emulator.enqueue(
                Reply.coldStart().withHeader("Retry-After", "4"), Reply.video().withDelay(Duration.ofSeconds(4)));
        browser.generate("a red fox in the snow");
        browser.awaitText(".stage", "The model is starting.");
        browser.awaitText(".hint", "attempt 2");
        browser.awaitText(".stage", "Generating");
        browser.awaitText(".clock", "0:");
        assertThat(browser.find("#announcer").getAttribute("aria-live")).isEqualTo("polite");
        browser.await(VIDEO + "?.currentTime > 0.2 && (!" + VIDEO + ".paused || " + VIDEO + ".ended)");
        assertThat(browser.run("return " + VIDEO + ".duration")).isEqualTo(81 / 24.0);
        browser.run(VIDEO + ".pause(); " + VIDEO + ".currentTime = 2.5");
        browser.await("!" + VIDEO + ".seeking && " + VIDEO + ".currentTime == 2.5");
        assertThat(browser.find(".facts").getText()).contains("3.4 s");
    }

    @Test
    void makesAnImageWithAChuteOfTheCatalogue() {
        choose("harbor-painter/generate");
        browser.await("document.getElementById('width')");
        browser.run("document.getElementById('width').value = 256");
        browser.generate("a red fox");

        browser.await("document.querySelector('.card img:not([hidden])')?.naturalWidth == 256");
        assertThat(browser.find("[data-does=download]").getAttribute("download"))
                .isEqualTo("a-red-fox.png");
        browser.awaitText(".facts", "256 \u00d7 512");
    }

    @Test
    void speaksATextThatAChuteCallsOtherwise() {
        choose("harbor-speaker/speak");
        browser.awaitText("#prompt-label", "The words to speak");
        browser.run("document.getElementById('direct').click()");
        browser.generate("hello");

        browser.await("document.querySelector('.card audio:not([hidden])')?.duration > 0");
        assertThat(browser.find("[data-does=download]").getAttribute("download"))
                .isEqualTo("hello.wav");

        browser.run("document.querySelector('#endpoints input').click()");
        browser.awaitText("#prompt-label", "Prompt");
        browser.run("document.querySelector('[data-does=reuse]').click()");
        browser.await("document.getElementById('chute').value == 'harbor-speaker/speak'");
        browser.awaitText("#prompt-label", "The words to speak");
    }

    private static void choose(String endpoint) {
        browser.run("document.querySelector('#others summary').click()");
        browser.await("document.querySelector('#chute option[value=\"" + endpoint + "\"]')");
        browser.run("""
                const chute = document.getElementById('chute');
                chute.value = arguments[0];
                chute.dispatchEvent(new Event('change', { bubbles: true }));
                """, endpoint);
    }

    @Test
    void keepsTheGalleryOverAReload() {
        browser.generate("a red fox in the snow");
        browser.await(VIDEO + "?.readyState >= 1");
        browser.open("http://127.0.0.1:" + port + "/");
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.find(".card .prompt").getText()).isEqualTo("a red fox in the snow");
        browser.find("[data-does=remove]").click();
        browser.await("document.querySelectorAll('.card').length == 0");
        assertThat(browser.find("#empty").isDisplayed()).isTrue();
    }

    @Test
    void startsFromADroppedImage() {
        browser.dropImage();
        browser.generate("it looks up");
        browser.await(VIDEO + "?.readyState >= 1");
        assertImageWasSent();
    }

    @Test
    void passesAnImageOnToAStreamedVideo() {
        browser.run("document.getElementById('direct').click()");
        browser.dropImage();
        browser.generate("it looks up");
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.run("return " + VIDEO + ".src").toString()).startsWith("blob:");
        assertImageWasSent();
    }

    @Test
    void showsWhatIsWrong() {
        browser.find("#generate").click();
        browser.awaitText("#form-error", "Describe the video.");
        emulator.enqueue(PlatformError.QUOTA_EXCEEDED.reply(), Reply.capacity().withHeader("Retry-After", "77"));
        browser.generate("a red fox");
        browser.awaitText(".stage", "The quota of this service is used up.");
        browser.awaitText(".hint", "The quota resets");
        browser.generate("a grey wolf");
        browser.awaitText(".stage", "The video platform is at capacity.");
        browser.awaitText(".hint", "Try again in 77 seconds.");
        browser.find("[data-does=again]").click();
        browser.await(VIDEO + "?.readyState >= 1");
    }

    /** The browser would send an input that is not a number as an empty one. */
    @Test
    void asksForANumberInsteadOfIgnoringTheInput() {
        browser.run("document.querySelector('.options').open = true");
        browser.find("#seed").sendKeys("-");
        browser.generate("a red fox");
        browser.awaitText("#form-error", "\"Seed of a reproducible video\" must be a number.");
        assertThat(browser.holds("document.activeElement.id === 'seed'")).isTrue();
        assertThat(emulator.requestCount()).isZero();
    }

    @Test
    void leavesTheBrowserConnectionsForOtherRequests() {
        emulator.when(request -> true).thenReply(Reply.silent());
        browser.run("document.getElementById('direct').click()");
        for (int i = 1; i <= 5; i++) {
            browser.generate("fox " + i);
        }
        browser.awaitText("#form-error", "4 videos are streaming to this page");
        assertThat(browser.run("return fetch('/settings').then(answer => answer.status)"))
                .isEqualTo(200L);
        browser.run("document.querySelectorAll('[data-does=cancel]').forEach(button => button.click())");
    }

    @Test
    void closesTheUpstreamConnectionOfAStreamThatIsCancelled() {
        RecordedRequest upstream = streamSlowly();
        browser.find("[data-does=cancel]").click();
        assertThat(upstream.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
        browser.awaitText(".stage", "Cancelled");
    }

    @Test
    void closesTheUpstreamConnectionWhenThePageIsLeftMidStream() {
        RecordedRequest upstream = streamSlowly();
        browser.run("location.href = 'about:blank'");
        assertThat(upstream.awaitEnd(SOON)).isIn(ExchangeEnd.CLIENT_CLOSED, ExchangeEnd.CLIENT_RESET);
    }

    @Test
    void playsAStreamedVideo() {
        browser.run("document.getElementById('direct').click()");
        browser.generate("a red fox");
        browser.await(VIDEO + "?.currentTime > 0.2");
        assertThat(browser.run("return " + VIDEO + ".src").toString()).startsWith("blob:");
    }

    @Test
    void fitsAPhone() throws IOException {
        browser.dark(true);
        browser.size(390, 844, true);
        browser.generate("a red fox in the snow");
        browser.await(VIDEO + "?.readyState >= 1");
        browser.run("document.querySelector('.options').open = true");
        browser.screenshot("phone.png");
        assertThat(browser.holds("document.documentElement.scrollWidth <= innerWidth"))
                .isTrue();
        browser.dark(false);
    }

    @Test
    void canBeUsedWithTheKeyboard() {
        browser.find("#prompt").sendKeys("a red fox", Keys.chord(Keys.CONTROL, Keys.ENTER));
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.run("""
                return [...document.querySelectorAll('input, textarea, select')]
                    .filter(field => !field.labels.length).map(field => field.id).join()""")).isEqualTo("");
    }

    private RecordedRequest streamSlowly() {
        emulator.enqueue(Reply.videoOfSize(50_000_000).drip(2_000, Duration.ofMillis(20)));
        browser.run("document.getElementById('direct').click()");
        browser.generate("a red fox");
        browser.awaitText(".stage", "Receiving the video");
        RecordedRequest upstream = emulator.requests().get(0);
        assertThat(upstream.end()).isEqualTo(ExchangeEnd.IN_PROGRESS);
        return upstream;
    }

    private void assertImageWasSent() {
        RecordedRequest upstream = emulator.takeRequest(SOON);
        assertThat(upstream.path()).isEqualTo("/generate");
        assertThat(upstream.image().orElseThrow().decoded()).isTrue();
    }
}

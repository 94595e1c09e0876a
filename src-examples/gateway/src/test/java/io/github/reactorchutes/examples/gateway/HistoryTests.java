package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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

/** The videos of a visitor over time: their history, parameters, files and expiry, in a real browser. */
@EnabledIf("io.github.reactorchutes.examples.gateway.Browser#isInstalled")
class HistoryTests extends GatewayTest {

    private static final String VIDEO = "document.querySelector('video:not([hidden])')";

    private static final String CARDS = "document.querySelectorAll('.card').length";

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
        open();
        browser.run("sessionStorage.clear(); localStorage.clear()");
        open();
    }

    @Test
    void outlivesTheTab() {
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        browser.replaceTab();
        open();
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.find(".card .prompt").getText()).isEqualTo("a red fox");
    }

    @Test
    void isTheSameInTwoTabs() {
        emulator.enqueue(Reply.video().withDelay(Duration.ofSeconds(2)));
        String first = browser.tab();
        String second = browser.newTab();
        open();
        browser.switchTo(first);
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        browser.switchTo(second);
        browser.await(VIDEO + "?.readyState >= 1");
        browser.find("[data-does=remove]").click();
        browser.await(CARDS + " == 0");
        browser.closeTab();
        browser.switchTo(first);
        browser.await(CARDS + " == 0");
    }

    @Test
    void showsWhenAVideoExpires() {
        browser.generate("a red fox");
        browser.awaitText(".note", "Kept until ");
        browser.run("""
                const videos = JSON.parse(localStorage.videos);
                videos[0].status.video.until = Date.now() - 1;
                localStorage.videos = JSON.stringify(videos);""");
        forgetAll();
        open();
        browser.awaitText(".stage", "This video has expired");
        assertThat(browser.find("[data-does=download]").isDisplayed()).isFalse();
    }

    @Test
    void showsThatAVideoWasDeleted() {
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        forgetAll();
        open();
        browser.awaitText(".card", "This video has expired or was deleted.");
        browser.find("[data-does=remove]").click();
        open();
        assertThat(browser.find("#empty").isDisplayed()).isTrue();
    }

    @Test
    void namesTheFileByPromptAndSeed() {
        browser.run("document.querySelector('.options').open = true");
        browser.find("#seed").sendKeys("7");
        browser.generate("Ein Füchslein, im Schnee!");
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(fileName()).isEqualTo("ein-füchslein-im-schnee-seed-7.mp4");
        browser.find("#seed").clear();
        browser.generate("../..");
        browser.await(CARDS + " == 2 && " + VIDEO + "?.readyState >= 1");
        browser.await("document.querySelector('[data-does=download]').download === 'video-seed-42.mp4'");
    }

    @Test
    void showsTheParametersAndUsesThemAgain() {
        browser.run("document.querySelector('.options').open = true");
        browser.find("#seed").sendKeys("7");
        browser.find("#negative_prompt").sendKeys("rain");
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        open();
        browser.find(".parameters summary").click();
        assertThat(browser.find(".parameters dl").getText()).contains("Seed\n7", "Negative prompt\nrain", "a red fox");
        browser.find("[data-does=reuse]").click();
        assertThat(browser.find("#seed").getDomProperty("value")).isEqualTo("7");
        assertThat(browser.find("#negative_prompt").getDomProperty("value")).isEqualTo("rain");
        assertThat(browser.find("#prompt").getDomProperty("value")).isEqualTo("a red fox");
        assertThat(browser.holds("document.activeElement.id === 'prompt'")).isTrue();
    }

    @Test
    void statesWhatAnEmptySeedMeans() {
        browser.run("document.querySelector('.options').open = true");
        assertThat(browser.find("#seed-note").getText())
                .isEqualTo("Empty: always 42, so the same input makes the same video.");
        browser.run("document.querySelector('[value=fast-image-to-video]').click()");
        browser.awaitText("#seed-note", "Empty: a random one, so each video differs.");
        assertThat(browser.find("#seed").getDomAttribute("aria-describedby")).isEqualTo("seed-note");
    }

    @Test
    void warnsThatACancelledGenerationMayBeBilled() {
        emulator.enqueue(Reply.silent());
        browser.generate("a red fox");
        browser.awaitText("[data-does=cancel]", "Cancel (may be billed)");
        browser.find("[data-does=cancel]").click();
        browser.awaitText(".stage", "Cancelled. It may still be billed.");
    }

    @Test
    void statesThatAQueuedGenerationCostsNothing() {
        emulator.when(request -> true).thenReply(Reply.silent());
        begin("first");
        begin("second");
        browser.generate("third");
        browser.awaitText(".stage", "Queued at position");
        assertThat(browser.find("[data-does=cancel]").getText()).isEqualTo("Cancel");
        browser.find("[data-does=cancel]").click();
        browser.awaitText(".stage", "Cancelled before it was sent. Nothing was paid.");
    }

    @Test
    void playsOnlyWhatCanBeSeen() {
        browser.size(700, 600, false);
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        browser.run(VIDEO + ".scrollIntoView({ block: 'center' })");
        browser.await("!" + VIDEO + ".paused");
        browser.run("scrollTo(0, 0)");
        browser.await(VIDEO + ".paused");
        browser.run(VIDEO + ".scrollIntoView({ block: 'center' })");
        browser.await("!" + VIDEO + ".paused");
        browser.run(VIDEO + ".pause(); scrollTo(0, 0)");
        browser.run(VIDEO + ".scrollIntoView({ block: 'center' })");
        browser.run("return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        assertThat(browser.holds(VIDEO + ".paused")).isTrue();
    }

    @Test
    void keepsTheFocusWhereTheVisitorIs() {
        emulator.enqueue(Reply.silent(), Reply.silent());
        browser.generate("a red fox");
        browser.generate("a grey wolf");
        browser.await(CARDS + " == 2");
        browser.awaitText("li:first-child .stage", "Generating");
        browser.find("li:first-child [data-does=cancel]").sendKeys(Keys.ENTER);
        browser.await("document.activeElement.matches('li:first-child .card')");
        browser.find("li:first-child [data-does=remove]").sendKeys(Keys.ENTER);
        browser.await(CARDS + " == 1 && document.activeElement.getAttribute('aria-label') === 'a red fox'");
        browser.find("[data-does=cancel]").sendKeys(Keys.ENTER);
        browser.awaitText(".stage", "Cancelled");
        browser.find("[data-does=remove]").sendKeys(Keys.ENTER);
        browser.await("document.activeElement.id === 'prompt'");
    }

    @Test
    void namesEveryControlForAScreenReader() {
        browser.generate("a red fox");
        browser.await(VIDEO + "?.readyState >= 1");
        assertThat(browser.find("[data-does=download]").getAccessibleName()).isEqualTo("Download: a red fox");
        assertThat(browser.find("[data-does=remove]").getAccessibleName()).isEqualTo("Remove: a red fox");
        assertThat(browser.find(".card").getAccessibleName()).isEqualTo("a red fox");
        assertThat(browser.find("#announcer").getDomProperty("textContent")).isEqualTo("a red fox: Ready");
    }

    @Test
    void looksRightOnANarrowScreen() throws IOException {
        browser.size(400, 800, false);
        browser.generate("a red fox");
        browser.awaitText(".note", "Kept until ");
        browser.run("document.querySelectorAll('details').forEach(details => details.open = true)");
        assertThat(browser.holds("document.documentElement.scrollWidth <= innerWidth"))
                .isTrue();
        browser.screenshot("narrow.png");
    }

    private Object fileName() {
        return browser.run("return document.querySelector('[data-does=download]').download");
    }

    private void open() {
        browser.open("http://127.0.0.1:" + port + "/");
    }
}

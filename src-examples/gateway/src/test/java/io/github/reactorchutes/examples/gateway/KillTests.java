package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.RecordedRequest;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the page, the rows and the platform say after {@code kill -9} of a gateway with generations under way. */
@EnabledIf("io.github.reactorchutes.examples.gateway.Browser#isInstalled")
class KillTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final String WOLF = "li:nth-child(2) ";

    private static final String FOX = "li:nth-child(3) ";

    @TempDir
    static Path profile;

    private static Browser browser;

    @TempDir
    Path folder;

    private ChutesEmulator emulator;

    private GatewayProcess gateway;

    @BeforeAll
    static void startBrowser() {
        browser = new Browser(profile);
    }

    @AfterAll
    static void stopBrowser() {
        browser.close();
    }

    @BeforeEach
    void start() {
        emulator = ChutesEmulator.builder().smallVideos(true).start();
        gateway = GatewayProcess.start(folder.resolve("data"), emulator.baseUrl());
        browser.size(1280, 900, false);
        browser.open(gateway.url());
    }

    @AfterEach
    void stop() {
        browser.visit("about:blank");
        gateway.close();
        emulator.close();
    }

    @Test
    void showsWhatIsKnownAndLetsTheVisitorDecide() throws InterruptedException, IOException {
        emulator.enqueue(
                Reply.video(), Reply.silent(), Reply.videoOfSize(50_000).stallAfter(20_000));
        generate("a brown bear", "Ready");
        generate("a red fox", "Generating");
        generate("a grey wolf", "Receiving the video");
        generate("a white hare", "Queued at position 1");
        rows().await(Map.of("DONE", 1, "SENDING", 1, "RECEIVING", 1, "QUEUED", 1));
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 3);

        gateway.kill();
        gateway.restart();

        browser.awaitText(FOX + ".stage", "It may have been paid. Nobody knows.");
        browser.awaitText(FOX + ".hint", "The gateway was stopped before an answer arrived.");
        browser.awaitText(WOLF + ".stage", "It was paid, and its video is gone.");
        browser.awaitText("li:nth-child(1) .facts", "took");
        assertThat(browser.find("li:nth-child(4) .note").getText()).startsWith("Kept until");
        assertThat(rows().states()).isEqualTo(Map.of("DONE", 2, "UNKNOWN", 1, "LOST", 1));
        assertThat(emulator.requests())
                .extracting(KillTests::prompt)
                .containsExactlyInAnyOrder("a brown bear", "a red fox", "a grey wolf", "a white hare");

        assertDecisionsFitAPhone();
        browser.find(FOX + "[data-does=resend]").click();
        browser.await("document.querySelector('" + FOX + "video:not([hidden])')?.readyState >= 1");
        browser.find(WOLF + "[data-does=accept]").click();
        browser.awaitText(WOLF + ".stage", "There is no video. It may have been paid.");
        assertThat(browser.find(WOLF + "[data-does=remove]").isDisplayed()).isTrue();

        assertThat(rows().states()).isEqualTo(Map.of("DONE", 3, "FAILED", 1));
        assertThat(emulator.requests().stream().map(KillTests::prompt).filter("a red fox"::equals))
                .hasSize(2);
        assertThat(emulator.requestCount()).isEqualTo(5);
        assertHistoryIsTheSameAfterAReload();
    }

    private void generate(String prompt, String stage) {
        browser.generate(prompt);
        browser.awaitText("li:nth-child(1) .prompt", prompt);
        browser.await("document.querySelector('li:nth-child(1) .stage').textContent.includes('" + stage + "')");
    }

    private static void assertDecisionsFitAPhone() throws IOException {
        assertThat(browser.find(FOX + "[data-does=resend]").getText()).isEqualTo("Generate again (may cost again)");
        assertThat(browser.find(WOLF + "[data-does=resend]").getText()).isEqualTo("Generate again (costs again)");
        assertThat(browser.find(FOX + "[data-does=resend]").getAccessibleName())
                .isEqualTo("Generate again (may cost again): a red fox");
        assertThat(browser.find(FOX + "[data-does=remove]").isDisplayed()).isFalse();
        browser.size(390, 844, true);
        browser.run("document.querySelector('" + FOX + ".actions').scrollIntoView({ block: 'end' })");
        browser.screenshot("decide-phone.png");
        assertThat(browser.holds("document.documentElement.scrollWidth <= innerWidth"))
                .isTrue();
        browser.size(1280, 900, false);
    }

    private void assertHistoryIsTheSameAfterAReload() {
        browser.open(gateway.url());
        browser.awaitText(WOLF + ".stage", "There is no video. It may have been paid.");
        browser.await("document.querySelector('" + FOX + "video:not([hidden])')?.readyState >= 1");
    }

    @Test
    void continuesWithChutesOfTheCatalogue() throws InterruptedException {
        gateway.close();
        gateway = GatewayProcess.start(
                folder.resolve("other"),
                emulator.baseUrl(),
                "--chutes.api-url=" + emulator.baseUrl(),
                "--gateway.chutes=*");
        emulator.enqueue(Reply.silent(), Reply.silent());
        gateway.begin("a red fox");
        gateway.begin("a grey wolf");
        Awaitility.await().atMost(SOON).until(() -> generations() == 2);
        Map<String, String> media = Map.of(
                gateway.begin("a picture&endpoint=harbor-painter/generate"), "image/png",
                gateway.begin("a film&endpoint=harbor-text-to-webm/render"), "video/webm",
                gateway.begin("x&text=hello&endpoint=harbor-speaker/speak"), "audio/x-wav");

        gateway.kill();
        gateway.restart();

        media.forEach((id, type) -> {
            gateway.awaitState(id, "ready");
            assertThat(gateway.get("/videos/" + id).headers().firstValue("Content-Type"))
                    .hasValue(type);
        });
        assertThat(generations()).isEqualTo(5);
    }

    private long generations() {
        return emulator.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .count();
    }

    /** Two pages may decide at a time, of which one is too late. */
    @Test
    void refusesASecondDecision() throws InterruptedException {
        emulator.enqueue(Reply.silent());
        String fox = gateway.begin("a red fox");
        emulator.takeRequest(SOON);
        gateway.kill();
        gateway.restart();
        gateway.awaitState(fox, "unknown");

        assertThat(gateway.get("/videos/" + fox).statusCode()).isEqualTo(504);
        assertThat(gateway.begin("a red fox", fox)).containsEntry("state", "unknown");
        assertThat(gateway.post("/videos/" + fox + "/accept").statusCode()).isEqualTo(200);
        assertThat(gateway.post("/videos/" + fox + "/accept").statusCode()).isEqualTo(409);
        assertThat(gateway.post("/videos/" + fox + "/resend").statusCode()).isEqualTo(409);
        assertThat(emulator.requestCount()).isEqualTo(1);
    }

    @Test
    void drainsOnShutdownAndSendsTheRestAfterTheNextStart() throws InterruptedException {
        emulator.enqueue(
                Reply.video().withDelay(Duration.ofSeconds(3)), Reply.video().withDelay(Duration.ofSeconds(3)));
        String first = gateway.begin("first");
        String second = gateway.begin("second");
        Awaitility.await().atMost(SOON).until(() -> emulator.requestCount() == 2);
        String third = gateway.begin("third");

        gateway.close();
        assertThat(emulator.requestCount()).isEqualTo(2);
        gateway.restart();

        gateway.awaitState(third, "ready");
        assertThat(gateway.state(first)).isEqualTo("ready");
        assertThat(gateway.state(second)).isEqualTo("ready");
        assertThat(emulator.requestCount()).isEqualTo(3);
    }

    private static String prompt(RecordedRequest request) {
        return String.valueOf(request.json().get("prompt"));
    }

    private JobRows rows() {
        return new JobRows("jdbc:sqlite:" + folder.resolve("data/platform/jobs.db"));
    }
}

package io.github.reactorchutes.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.context.TestPropertySource;

/** More generations on one page than a browser opens connections to one host, which are six. */
@TestPropertySource(properties = {"gateway.max-per-client=9", "gateway.max-videos=9"})
@EnabledIf("io.github.reactorchutes.examples.gateway.Browser#isInstalled")
class ManyVideosTests extends GatewayTest {

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

    @Test
    void followsThemOnOneConnection() {
        emulator.when(request -> true).thenReply(Reply.silent());
        browser.open("http://127.0.0.1:" + port + "/");
        for (int i = 1; i <= 8; i++) {
            String count = "document.querySelectorAll('.card').length";
            browser.await(count + " == " + (i - 1));
            browser.generate("fox " + i);
            browser.await(count + " == " + i);
        }
        browser.await("[...document.querySelectorAll('.stage')].filter(stage =>"
                + " /Generating|Queued at/.test(stage.textContent)).length == 8");
        assertThat(browser.run("return fetch('/settings').then(answer => answer.status)"))
                .isEqualTo(200L);
    }
}

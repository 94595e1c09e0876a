package io.github.reactorchutes.examples.gateway;

import io.github.reactorchutes.tools.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** Chromium without a window. */
final class Browser implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final ChromeDriver driver;

    static boolean isInstalled() {
        return Tool.CHROMIUM.isAvailable() && Tool.CHROMEDRIVER.isAvailable();
    }

    Browser(Path profile, String... arguments) {
        ChromeOptions options = new ChromeOptions()
                .setBinary(Tool.CHROMIUM.path())
                .addArguments(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--autoplay-policy=no-user-gesture-required",
                        "--user-data-dir=" + profile)
                .addArguments(arguments);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File(Tool.CHROMEDRIVER.path()))
                .usingAnyFreePort()
                .build();
        this.driver = new ChromeDriver(service, options);
    }

    /** Open any page. */
    void visit(String url) {
        driver.get(url);
    }

    /** Open the gateway's page, and wait for its settings. */
    void open(String url) {
        visit(url);
        await(() -> !find("#origin").getText().isEmpty());
    }

    String tab() {
        return driver.getWindowHandle();
    }

    /** Open a tab and work in it. */
    String newTab() {
        driver.switchTo().newWindow(WindowType.TAB);
        return tab();
    }

    void switchTo(String tab) {
        driver.switchTo().window(tab);
    }

    void closeTab() {
        driver.close();
    }

    /** Close the tab and work in a new one. */
    void replaceTab() {
        String old = tab();
        String replacement = newTab();
        switchTo(old);
        closeTab();
        switchTo(replacement);
    }

    void size(int width, int height, boolean phone) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", phone ? 2 : 1, "mobile", phone));
    }

    void dark(boolean dark) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Submit the form with a prompt. */
    void generate(String prompt) {
        find("#prompt").clear();
        find("#prompt").sendKeys(prompt);
        find("#generate").click();
    }

    /** Drop a picture with the name fox.png on the form. */
    void dropImage() {
        run("""
                const canvas = document.createElement('canvas');
                canvas.width = 64; canvas.height = 48;
                canvas.getContext('2d').fillRect(8, 8, 20, 20);
                canvas.toBlob(png => {
                  const dropped = new DataTransfer();
                  dropped.items.add(new File([png], 'fox.png', { type: 'image/png' }));
                  document.getElementById('drop').dispatchEvent(
                      new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: dropped }));
                });
                """);
        await("document.getElementById('preview').naturalWidth == 64");
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    Object run(String script, Object... arguments) {
        Object result = ((JavascriptExecutor) driver).executeScript(script, arguments);
        return result == null ? "" : result;
    }

    boolean holds(String expression) {
        return Boolean.TRUE.equals(run("return Boolean(" + expression + ")"));
    }

    void await(String expression) {
        await(() -> holds(expression));
    }

    void await(BooleanSupplier condition) {
        new WebDriverWait(driver, SOON, Duration.ofMillis(50))
                .ignoring(NoSuchElementException.class)
                .until(page -> condition.getAsBoolean());
    }

    void awaitText(String selector, String text) {
        await(() -> find(selector).getText().contains(text));
    }

    void screenshot(String name) throws IOException {
        Files.write(Files.createDirectories(Path.of("target/screenshots")).resolve(name), shot());
    }

    private byte[] shot() {
        return driver.getScreenshotAs(OutputType.BYTES);
    }

    @Override
    public void close() {
        driver.quit();
    }
}

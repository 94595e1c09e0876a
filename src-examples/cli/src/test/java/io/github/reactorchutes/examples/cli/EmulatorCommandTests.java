package io.github.reactorchutes.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EmulatorCommandTests {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final Interruption interruption = new Interruption();

    @Test
    void servesTheCatalogueWithColdChutes() throws Exception {
        PipedReader printed = new PipedReader();
        PrintWriter out = new PrintWriter(new PipedWriter(printed), true);
        CompletableFuture<Integer> exitCode = CompletableFuture.supplyAsync(() -> ChutesCli.commandLine(shell())
                .setOut(out)
                .execute("emulator", "--port", "0", "--cold", "harbor/painter", "--cold-start", "1h"));

        URI emulator = URI.create(new BufferedReader(printed).readLine());

        assertThat(get(emulator.resolve("/chutes/harbor/painter"))).contains("\"hot\":false");
        assertThat(get(emulator.resolve("/chutes/harbor/speaker"))).contains("\"hot\":true");
        assertThat(get(emulator.resolve("/chutes/warmup/harbor/painter?quick=true")))
                .contains("cold");
        assertThat(get(emulator.resolve("/users/me"))).contains("\"balance\"");
        assertThat(get(emulator.resolve("/external/operations"))).contains("\"total\":0");
        interruption.interrupt();
        assertThat(exitCode.get(SOON.toSeconds(), TimeUnit.SECONDS)).isEqualTo(130);
    }

    @Test
    void namesItsChutesForAnUnknownOne() {
        CliRun run = CliRun.of("emulator", "--port", "0", "--cold", "harbor/singer");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--cold: no chute harbor/singer", "harbor/speaker");
    }

    private Shell shell() {
        return new Shell(name -> null, Terminal.NONE, interruption, InputStream.nullInputStream());
    }

    private static String get(URI url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("Authorization", "Bearer any")
                .timeout(SOON)
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}

package io.github.reactorchutes.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.spring.fixture.AheadOfTimeApp;
import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;
import org.springframework.context.aot.AbstractAotProcessor.Settings;

/** An application that Boot's plugin has processed ahead of time, without a token, in a process of its own. */
class GeneratedContextTests {

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @TempDir
    static Path generated;

    @BeforeAll
    static void process() throws IOException {
        Path sources = generated.resolve("sources");
        Settings settings = Settings.builder()
                .sourceOutput(sources)
                .resourceOutput(generated.resolve("classes"))
                .classOutput(generated.resolve("classes"))
                .groupId("app")
                .artifactId("app")
                .build();
        new SpringApplicationAotProcessor(AheadOfTimeApp.class, settings, new String[0]).process();
        compile(sources);
    }

    private static void compile(Path sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-cp",
                classPath(),
                "-d",
                generated.resolve("classes").toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(arguments::add);
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }

    private static String classPath() {
        return generated.resolve("classes") + File.pathSeparator + System.getProperty("java.class.path");
    }

    @Test
    void hasTheTokenAndTheClientsThatCameLater(ChutesEmulator emulator) throws IOException, InterruptedException {
        Map<String, String> environment = Map.of(
                "CHUTES_BASE_URL", emulator.baseUrl().toString(),
                "CHUTES_API_TOKEN", "of-run-time",
                "CHUTES_CLIENTS_ACME_API_TOKEN", "of-acme");
        assertThat(run(environment))
                .containsPattern("(?m)^generated=true$")
                .containsPattern("(?m)^default=[1-9]\\d+$")
                .containsPattern("(?m)^acme=[1-9]\\d+$");
        assertThat(List.of(authorization(emulator), authorization(emulator)))
                .containsExactlyInAnyOrder("Bearer of-run-time", "Bearer of-acme");
    }

    @Test
    void saysThatItHasNoToken() throws IOException, InterruptedException {
        assertThat(run(Map.of()))
                .contains("APPLICATION FAILED TO START", "The Chutes client \"default\" has no API token.");
    }

    private static String authorization(ChutesEmulator emulator) {
        return emulator.takeRequest(Duration.ofSeconds(20))
                .header("Authorization")
                .orElseThrow();
    }

    private static String run(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dspring.aot.enabled=true",
                        "-cp",
                        classPath(),
                        AheadOfTimeApp.class.getName())
                .redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("CHUTES_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}

package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.test.junit.ChutesEmulatorExtension;
import io.github.reactorchutes.tools.Media;
import io.github.reactorchutes.tools.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The curl example of the platform's API documentation, unchanged but for the host. */
class SeedDocumentTests {

    private static final String COMMAND = """
            curl -X POST \\
                HOST/generate \\
                -H "Authorization: Bearer $CHUTES_API_TOKEN" \\
                -H "Content-Type: application/json" \\
                -d '{
                    "fps": 16,
                    "fast": true,
                    "image": "example-string",
                    "prompt": "example-string",
                    "resolution": "480p",
                    "negative_prompt": "色调艳丽，过曝，静态，细节模糊不清，字幕，风格，作品，画作，画面，静止，整体发灰，最差质量，低质量，JPEG压缩残留，丑陋的，残缺的，多余的手指，画得不好的手部，画得不好的脸部，畸形的，毁容的，形态畸形的肢体，手指融合，静止不动的画面，杂乱的背景，三条腿，背景人很多，倒着走",
                    "guidance_scale_2": 1
                }'
            """;

    @RegisterExtension
    static final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.create();

    @Test
    void isAnsweredWithAVideo(@TempDir Path folder) throws Exception {
        Path script = Files.writeString(
                folder.resolve("call.sh"),
                COMMAND.replace("curl", Tool.CURL.path())
                        .replace("HOST", chutes.emulator().baseUrl().toString()));
        Path answer = folder.resolve("answer.mp4");
        ProcessBuilder shell = new ProcessBuilder(Tool.SHELL.path(), script.toString()).redirectOutput(answer.toFile());
        shell.redirectError(folder.resolve("progress.txt").toFile());
        shell.environment().put("CHUTES_API_TOKEN", "token");
        assertThat(shell.start().waitFor(20, TimeUnit.SECONDS)).isTrue();
        Media media = Media.of(Files.readAllBytes(answer));
        assertThat(media.frames()).isEqualTo(81);
        assertThat(media.rate()).isEqualTo("16/1");
        RecordedRequest request = chutes.emulator().takeRequest(Calls.SOON);
        assertThat(request.json()).containsEntry("guidance_scale_2", 1).containsEntry("fast", true);
        assertThat(request.json().get("negative_prompt"))
                .asString()
                .startsWith("色调艳丽")
                .endsWith("倒着走");
    }
}

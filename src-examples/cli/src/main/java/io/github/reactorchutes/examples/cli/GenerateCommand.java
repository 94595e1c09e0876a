package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "generate", description = "Make a video from an image and a text, fast (Wan 2.2).")
final class GenerateCommand extends VideoCommand {

    @Parameters(paramLabel = "PROMPT", description = "Description of the video.")
    private String prompt = "";

    @Option(
            names = "--image",
            paramLabel = "FILE|URL",
            required = true,
            description = "The image to start from; the platform fetches a URL.")
    private String image = "";

    @Mixin
    private final FastOptions options = new FastOptions();

    GenerateCommand(Shell shell) {
        super(shell);
    }

    @Override
    FastImageToVideoRequest request() {
        return options.applyTo(FastImageToVideoRequest.builder(prompt, image(image)));
    }

    private static Image image(String fileOrUrl) {
        return fileOrUrl.matches("(?i)https?://.*") ? Image.url(fileOrUrl) : Image.file(Path.of(fileOrUrl));
    }
}

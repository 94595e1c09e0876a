package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "image2video", description = "Make a video from an image and a text (Wan 2.1).")
final class ImageToVideoCommand extends VideoCommand {

    @Parameters(paramLabel = "PROMPT", description = "Description of the video.")
    private String prompt = "";

    @Option(names = "--image", paramLabel = "FILE", required = true, description = "The image to start from.")
    private Path image = Path.of("");

    @Mixin
    private final Wan21Options options = new Wan21Options();

    ImageToVideoCommand(Shell shell) {
        super(shell);
    }

    @Override
    ImageToVideoRequest request() {
        return options.applyTo(ImageToVideoRequest.builder(prompt, Image.file(image)));
    }
}

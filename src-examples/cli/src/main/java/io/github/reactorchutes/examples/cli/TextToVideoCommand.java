package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.TextToVideoRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "text2video", description = "Make a video from a text (Wan 2.1).")
final class TextToVideoCommand extends VideoCommand {

    @Parameters(paramLabel = "PROMPT", description = "Description of the video.")
    private String prompt = "";

    @Mixin
    private final Wan21Options options = new Wan21Options();

    TextToVideoCommand(Shell shell) {
        super(shell);
    }

    @Override
    TextToVideoRequest request() {
        return options.applyTo(TextToVideoRequest.builder(prompt));
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.VideoSaver;
import io.github.reactorchutes.request.FastImageToVideoRequest;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.ImageToVideoRequest;
import io.github.reactorchutes.request.TextToVideoRequest;
import io.github.reactorchutes.request.VideoRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;

@Command(name = "demo", description = "Make one video with each endpoint, with its default parameters.")
final class DemoCommand implements Callable<Integer> {

    private static final String PROMPT = "the sun sets over the sea";

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--out-dir",
            paramLabel = "DIR",
            defaultValue = "target/demo",
            description = "Where the videos go; replaced if they exist. Default: ${DEFAULT-VALUE}.")
    private Path directory = Path.of("");

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    DemoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Files.createDirectories(directory);
        Map<Path, VideoRequest> requests = requests(Image.bytes(SamplePicture.png()));
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Session session = Session.open(connection, shell, progress)) {
            VideoSaver saver = new VideoSaver(
                    session.client(), progress, shell.interruption().signal());
            DemoTable.print(
                    spec.commandLine().getOut(),
                    shell.await(Flux.fromIterable(requests.entrySet())
                            .concatMap(entry -> saver.save(entry.getValue(), entry.getKey()))
                            .doOnNext(progress::saved)
                            .collectList()));
        }
        return ExitCodes.DONE;
    }

    private Map<Path, VideoRequest> requests(Image image) {
        Map<Path, VideoRequest> requests = new LinkedHashMap<>();
        requests.put(target("text2video"), TextToVideoRequest.builder(PROMPT).build());
        requests.put(
                target("image2video"),
                ImageToVideoRequest.builder(PROMPT, image).build());
        requests.put(
                target("generate"),
                FastImageToVideoRequest.builder(PROMPT, image).build());
        return requests;
    }

    private Path target(String command) {
        return OutputOptions.checked(directory.resolve(command + ".mp4"), true);
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.Image;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
            description = "Directory of the videos; existing ones are replaced. Default: ${DEFAULT-VALUE}.")
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
        Map<VideoRequest, FileSink> requests = requests(Image.bytes(SamplePicture.png()));
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Session session = Session.open(connection, new KeepingOptions(), shell, progress)) {
            Files.createDirectories(directory);
            DemoTable.print(
                    spec.commandLine().getOut(),
                    shell.await(Flux.fromIterable(requests.entrySet())
                            .concatMap(entry -> session.generate(entry.getKey(), entry.getValue()))
                            .doOnNext(progress::saved)
                            .collectList()));
        }
        return ExitCodes.DONE;
    }

    private Map<VideoRequest, FileSink> requests(Image image) {
        Map<VideoRequest, FileSink> requests = new LinkedHashMap<>();
        Endpoint.known()
                .forEach(endpoint -> requests.put(
                        VideoRequest.of(endpoint, requiredOf(endpoint, image)),
                        OutputOptions.sink(directory.resolve(endpoint.name() + ".mp4"), true)));
        return requests;
    }

    private static Map<String, Object> requiredOf(Endpoint endpoint, Image image) {
        return endpoint.fields().stream()
                .filter(Field::isRequired)
                .collect(Collectors.toMap(Field::key, field -> field.type() == Field.Type.IMAGE ? image : PROMPT));
    }
}

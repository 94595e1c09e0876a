package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.Endpoint;
import io.github.reactorchutes.request.Field;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Makes one video with an endpoint and saves it. */
@Command
final class VideoCommand implements Callable<Integer> {

    /** Of the times of files, which some file systems round. */
    private static final long CLOCK_TOLERANCE = 2_000;

    private final Shell shell;

    private final Endpoint endpoint;

    private final FieldOptions options;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--field",
            paramLabel = "NAME=VALUE",
            description = "Another JSON field; the value is JSON if it parses, else text. Can be repeated.")
    private Map<String, String> fields = new LinkedHashMap<>();

    @Mixin
    private final PromptSource prompts = new PromptSource();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final KeepingOptions keeping = new KeepingOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    private VideoCommand(Shell shell, Endpoint endpoint) {
        this.shell = shell;
        this.endpoint = endpoint;
        this.options = new FieldOptions(endpoint);
    }

    static CommandLine of(Shell shell, Endpoint endpoint) {
        VideoCommand command = new VideoCommand(shell, endpoint);
        CommandLine line = new CommandLine(command);
        command.options.addTo(line.getCommandSpec());
        boolean image = endpoint.fields().stream().anyMatch(field -> field.type() == Field.Type.IMAGE);
        line.getCommandSpec()
                .usageMessage()
                .description("Make a video from " + (image ? "an image and " : "") + "a text.");
        return line;
    }

    @Override
    public Integer call() throws IOException {
        VideoRequest request = request();
        FileSink sink = keeping.applyTo(output.sink(spec.name()));
        long startedMillis = System.currentTimeMillis() - CLOCK_TOLERANCE;
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Session session = Session.open(connection, keeping, shell, progress)) {
            Mono<Void> warm = connection.warms() ? session.warmUp(endpoint, progress::note) : Mono.empty();
            GeneratedVideo video = shell.await(warm.then(session.generate(request, sink)));
            progress.saved(video);
            output.report(video, spec.commandLine());
        } catch (FailedRunException failure) {
            if (failure.error() instanceof InvalidVideoRequestException invalid) {
                throw OptionNames.of(invalid);
            }
            throw failure.keeping(
                    keeping.report(sink, startedMillis, spec.commandLine().getErr()));
        }
        return ExitCodes.DONE;
    }

    private VideoRequest request() throws IOException {
        Map<String, Object> values = values();
        Field parameter = options.parameter().orElseThrow();
        values.put(parameter.key(), prompt(parameter, (String) values.get(parameter.key())));
        JsonFields.forEach(fields, (name, value) -> {
            endpoint.fields().stream()
                    .filter(known -> known.key().equals(name))
                    .findFirst()
                    .ifPresent(known -> {
                        throw new UsageException("--field " + name + ": use " + FieldOptions.name(known));
                    });
            values.put(name, value);
        });
        try {
            return VideoRequest.of(endpoint, values);
        } catch (InvalidVideoRequestException invalid) {
            throw OptionNames.of(invalid);
        }
    }

    private Map<String, Object> values() {
        try {
            return options.values();
        } catch (InvalidVideoRequestException invalid) {
            throw OptionNames.of(invalid);
        }
    }

    private String prompt(Field parameter, @Nullable String given) throws IOException {
        String prompt = prompts.prompt(given, shell.in());
        if (prompt == null) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Missing required parameter: '" + FieldOptions.parameterName(parameter) + "' or --prompt-file");
        }
        return prompt;
    }
}

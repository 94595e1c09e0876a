package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.catalogue.ChuteDescription;
import io.github.reactorchutes.catalogue.Cord;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.InvalidImageException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

/** Calls any chute of the catalogue and saves its answer. */
@Command(
        name = "call",
        description = {
            "Call any chute of the platform, and save the video, image or sound that it answers.",
            "Its fields are those of chutes describe. They are validated before anything is sent."
        })
final class CallCommand implements Callable<Integer> {

    private static final long CLOCK_TOLERANCE = 2_000;

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CHUTE", description = "Slug, name or id of the chute.")
    private String chute = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME=VALUE",
            description =
                    "A field: text, a number, true or false, or JSON, as the chute declares it. NAME=@FILE sends an image"
                            + " file; NAME=@@TEXT sends a text that begins with @.")
    private List<String> fields = List.of();

    @Option(
            names = "--cord",
            paramLabel = "PATH",
            description = "The path of the chute to call. Default: the only one.")
    private @Nullable String cord;

    @Option(
            names = "--extra",
            paramLabel = "NAME=VALUE",
            description = "A field that the chute does not declare. Can be repeated.")
    private List<String> extras = List.of();

    @Option(
            names = "--accept",
            paramLabel = "MEDIA",
            description =
                    "What is an answer: video, image, audio, any, or a content type. Default: what the chute declares; a"
                            + " video, an image or audio if that is text/plain or nothing.")
    private @Nullable String accepted;

    @Option(names = "--no-image-check", description = "Send files although their bytes do not look like an image.")
    private boolean imagesUnchecked;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final KeepingOptions keeping = new KeepingOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    CallCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        long startedMillis = System.currentTimeMillis() - CLOCK_TOLERANCE;
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Session session = Session.open(connection, keeping, shell, progress)) {
            ChuteDescription description = shell.await(session.describe(chute));
            Cord called = chosen(description);
            ChuteRequest request = request(called);
            FileSink sink = keeping.applyTo(output.sink(description.toString(), Media.ending(called)));
            try {
                Mono<Void> warm =
                        connection.warms() ? session.warmUp(request.endpoint(), progress::note) : Mono.empty();
                GeneratedVideo answer = shell.await(warm.then(session.generate(request, sink)));
                progress.saved(answer);
                output.report(answer, spec.commandLine());
            } catch (FailedRunException failure) {
                throw explained(failure, sink, startedMillis);
            }
        }
        return ExitCodes.DONE;
    }

    private RuntimeException explained(FailedRunException failure, FileSink sink, long startedMillis) {
        if (failure.error() instanceof InvalidVideoRequestException invalid) {
            String wayRound = invalid instanceof InvalidImageException ? "; --no-image-check sends it anyway" : "";
            return new UsageException(invalid.getMessage() + wayRound, invalid);
        }
        return failure.keeping(
                keeping.report(sink, startedMillis, spec.commandLine().getErr()));
    }

    private Cord chosen(ChuteDescription description) {
        if (cord != null) {
            return named(description, cord);
        }
        List<Cord> callable =
                description.cords().stream().filter(Cord::isCallable).toList();
        if (callable.size() != 1) {
            throw new UsageException(
                    callable.isEmpty()
                            ? description + " has no path that can be called"
                            : "choose a path of " + description + " with --cord: " + paths(callable));
        }
        return callable.get(0);
    }

    private static Cord named(ChuteDescription description, String path) {
        try {
            Cord named = description.cord(path);
            if (named.isCallable()) {
                return named;
            }
            throw new UsageException("--cord " + named + " cannot be called: this tool sends POST");
        } catch (IllegalArgumentException unknown) {
            throw new UsageException("--" + unknown.getMessage(), unknown);
        }
    }

    private static String paths(List<Cord> cords) {
        return cords.stream().map(Cord::path).collect(Collectors.joining(", "));
    }

    private ChuteRequest request(Cord called) {
        FieldArguments arguments = new FieldArguments(called, !imagesUnchecked);
        fields.forEach(arguments::add);
        extras.forEach(arguments::addExtra);
        ChuteRequest request = arguments.request();
        return accepted == null
                ? request
                : request.toBuilder().accept(Media.named(accepted)).build();
    }
}

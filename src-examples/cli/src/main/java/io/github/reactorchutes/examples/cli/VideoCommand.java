package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.FileSink;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes one video and saves it. */
abstract class VideoCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final DisplayOptions display = new DisplayOptions();

    VideoCommand(Shell shell) {
        this.shell = shell;
    }

    abstract VideoRequest request();

    @Override
    public Integer call() throws IOException {
        VideoRequest request = request();
        FileSink sink = output.sink(spec.name());
        try (Progress progress = display.progress(spec.commandLine().getErr(), shell);
                Session session = Session.open(connection, shell, progress)) {
            GeneratedVideo video = shell.await(session.generate(request, sink));
            progress.saved(video);
            output.report(video, spec.commandLine().getOut());
        }
        return ExitCodes.DONE;
    }
}

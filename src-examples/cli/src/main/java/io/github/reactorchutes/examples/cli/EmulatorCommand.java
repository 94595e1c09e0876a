package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.ChannelBindException;

@Command(name = "emulator", description = "Serve an emulator of the platform on this machine until Ctrl-C.")
final class EmulatorCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8080",
            description = "Port; 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--generation-time",
            paramLabel = "TIME",
            defaultValue = "1s",
            converter = DurationConverter.class,
            description = "Time of a generation. Default: ${DEFAULT-VALUE}.")
    private Duration generationTime = Duration.ZERO;

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "Share of the calls to fail at random, from 0 to 1." + " Default: ${DEFAULT-VALUE}.")
    private double faults;

    EmulatorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ChutesEmulator emulator = start()) {
            out.println(emulator.baseUrl());
            Output.require(out);
            shell.interruption().signal().onErrorComplete().block();
        }
        return ExitCodes.INTERRUPTED;
    }

    private ChutesEmulator start() {
        if (!(faults >= 0 && faults <= 1)) {
            throw new UsageException("--faults must be from 0 to 1 but was " + faults);
        }
        try {
            return ChutesEmulator.builder()
                    .port(port)
                    .timeToFirstByte(generationTime)
                    .faults(faults)
                    .start();
        } catch (ChannelBindException e) {
            throw new UsageException("cannot listen on port " + port + ": is it in use?", e);
        }
    }
}

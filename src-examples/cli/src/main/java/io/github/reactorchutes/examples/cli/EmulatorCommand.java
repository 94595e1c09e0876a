package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.test.ChutesEmulator;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.ChannelBindException;

@Command(
        name = "emulator",
        description =
                "Serve an emulator of the platform on this machine until Ctrl-C: its chutes, catalogue, warm-up, operations and account.")
final class EmulatorCommand implements Callable<Integer> {

    private static final Duration WARM_UP_INTERVAL = Duration.ofSeconds(1);

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

    @Option(
            names = "--cold",
            paramLabel = "CHUTE",
            description = "Chute without an instance, until a call or a warm-up has started one. Repeatable.")
    private List<String> cold = List.of();

    @Option(
            names = "--cold-start",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "Time of the start of a cold chute. Default: ${DEFAULT-VALUE}.")
    private Duration coldStart = Duration.ZERO;

    @Option(
            names = "--operation-time",
            paramLabel = "TIME",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "Time of an asynchronous operation. Default: ${DEFAULT-VALUE}.")
    private Duration operationTime = Duration.ZERO;

    EmulatorCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (ChutesEmulator emulator = start()) {
            cold.forEach(chute -> cool(emulator, chute));
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
                    .coldStart(coldStart)
                    .warmUpInterval(WARM_UP_INTERVAL)
                    .operationTime(operationTime)
                    .start();
        } catch (ChannelBindException e) {
            throw new UsageException("cannot listen on port " + port + ": is it in use?", e);
        }
    }

    private static void cool(ChutesEmulator emulator, String chute) {
        try {
            emulator.chute(chute).cold();
        } catch (IllegalArgumentException e) {
            throw new UsageException("--cold: " + e.getMessage(), e);
        }
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.batch.Locales;
import io.github.reactorchutes.examples.batch.Spellings;
import io.github.reactorchutes.request.Endpoint;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Generates videos from the command line. */
@Command(
        name = "chutes",
        description = "Make videos with the Chutes video-generation API.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        footer = {
            "",
            "The API token is read from CHUTES_API_TOKEN or --token-file. Without a token and",
            "without --base-url, an embedded emulator is used.",
            "",
            "A proxy is taken from --proxy, -Dhttps.proxyHost, HTTPS_PROXY or ALL_PROXY; NO_PROXY lists",
            "exceptions. -Djavax.net.ssl.trustStore and -Djavax.net.ssl.keyStore of the JVM set the trusted",
            "and the client certificates: java -Djavax.net.ssl.trustStore=FILE -jar chutes.jar COMMAND"
        })
public final class ChutesCli {

    private boolean verbose;

    private ChutesCli() {}

    /** The logging library reads the property when the first logger is created. */
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces and warnings.")
    void beVerbose(boolean asked) {
        verbose = asked;
        if (asked) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
    }

    /**
     * Run the tool and end the process.
     *
     * @param arguments command and options
     */
    public static void main(String[] arguments) {
        Shell shell = Shell.ofProcess();
        shell.interruption().hookIntoProcess();
        int exitCode = run(commandLine(shell), arguments);
        shell.interruption().runEnded();
        System.exit(exitCode);
    }

    private static int run(CommandLine commandLine, String[] arguments) {
        if (Terminal.isDumb(System::getenv)) {
            commandLine.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        }
        commandLine.setOut(writer(FileDescriptor.out, "stdout")).setErr(writer(FileDescriptor.err, "stderr"));
        ErrorReport errors = new ErrorReport(() -> false);
        try {
            int exitCode = commandLine.execute(Arguments.asTyped(arguments));
            if (exitCode == ExitCodes.DONE) {
                Output.require(commandLine.getOut());
            }
            return exitCode;
        } catch (UsageException unusable) {
            return errors.report(unusable, commandLine, List.of(arguments));
        }
    }

    private static PrintWriter writer(FileDescriptor file, String stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(file), Locales.charsetOf(stream)), true);
    }

    static CommandLine commandLine(Shell shell) {
        ChutesCli cli = new ChutesCli();
        ErrorReport errors = new ErrorReport(() -> cli.verbose);
        CommandLine batch = new CommandLine(new BatchCommand(shell));
        batch.getCommandSpec().usageMessage().footer(BatchCommand.footer());
        CommandLine all = new CommandLine(cli);
        Endpoint.known()
                .forEach(endpoint -> all.addSubcommand(
                        endpoint.name(), VideoCommand.of(shell, endpoint), Spellings.shortName(endpoint)));
        all.addSubcommand(new FindCommand(shell))
                .addSubcommand(new DescribeCommand(shell))
                .addSubcommand(new CallCommand(shell))
                .addSubcommand(new WarmCommand(shell))
                .addSubcommand(new AccountCommand(shell))
                .addSubcommand(batch)
                .addSubcommand(JobsCommand.of(shell))
                .addSubcommand(OperationCommand.of(shell))
                .addSubcommand(new DemoCommand(shell))
                .addSubcommand(new EmulatorCommand(shell))
                .addSubcommand(new CompletionCommand())
                .addSubcommand(new CommandLine.HelpCommand())
                .registerConverter(Path.class, new PathConverter())
                .setExpandAtFiles(false)
                .setUsageHelpWidth(100)
                .setExecutionExceptionHandler(errors)
                .setParameterExceptionHandler(errors);
        explain(all);
        return all;
    }

    private static void explain(CommandLine command) {
        HelpGroups.applyTo(command);
        CommandLine.Model.UsageMessageSpec help = command.getCommandSpec().usageMessage();
        help.exitCodeListHeading("%nExit codes:%n").exitCodeList(ExitCodes.list());
        help.footer(Stream.concat(examples(command), Stream.of(help.footer())).toArray(String[]::new));
        command.getSubcommands().values().stream().distinct().forEach(ChutesCli::explain);
    }

    private static Stream<String> examples(CommandLine command) {
        List<String> examples = Examples.of(command.getCommandName());
        return examples.isEmpty()
                ? Stream.of()
                : Stream.concat(Stream.of("", "Examples:"), examples.stream().map(line -> "  " + line));
    }
}

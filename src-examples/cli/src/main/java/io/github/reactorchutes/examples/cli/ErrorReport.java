package io.github.reactorchutes.examples.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Ends a failed run with one line on stderr, one line of JSON on stdout if asked, and an exit code. */
final class ErrorReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final BooleanSupplier verbose;

    ErrorReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleExecutionException(Exception error, CommandLine command, ParseResult arguments) {
        return report(error, command, arguments.originalArgs());
    }

    @Override
    public int handleParseException(ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        report(new UsageException(String.valueOf(error.getMessage()), error), command, List.of(arguments));
        PrintWriter err = command.getErr();
        UnmatchedArgumentException.printSuggestions(error, err);
        if (error instanceof UnmatchedArgumentException unmatched && command.getCommand() instanceof VideoCommand) {
            err.print(UnquotedPrompt.hint(unmatched.getUnmatched(), List.of(arguments)));
        }
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return ExitCodes.USAGE;
    }

    /**
     * Report a failure.
     *
     * @return the exit code
     */
    int report(Exception error, CommandLine command, List<String> arguments) {
        Failure failure = Failure.of(error);
        PrintWriter err = command.getErr();
        err.println("chutes: " + failure.message());
        if (verbose.getAsBoolean()) {
            error.printStackTrace(err);
        }
        err.flush();
        if (asksForJson(arguments)) {
            PrintWriter out = TargetConverter.isStandardOutputIn(arguments) ? err : command.getOut();
            out.println(FailureReport.of(failure, part(error)));
            out.flush();
        }
        return failure.exitCode();
    }

    /** Invalid options are not parsed, so look at the words. */
    private static boolean asksForJson(List<String> arguments) {
        int end = arguments.indexOf("--");
        return arguments.subList(0, end < 0 ? arguments.size() : end).contains("--json");
    }

    private static @Nullable Path part(Exception error) {
        return error instanceof FailedRunException run ? run.part() : null;
    }
}

package io.github.reactorchutes.examples.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/**
 * One run of the tool in this process.
 *
 * @param exitCode what the process would end with
 * @param out what it printed on stdout
 * @param err what it printed on stderr
 */
record CliRun(int exitCode, String out, String err) {

    static CliRun of(String... arguments) {
        return with(Map.of(), arguments);
    }

    static CliRun with(Map<String, String> environment, String... arguments) {
        return in(
                new Shell(environment::get, Terminal.NONE, new Interruption(), InputStream.nullInputStream()),
                arguments);
    }

    static CliRun in(Shell shell, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = ChutesCli.commandLine(shell)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new CliRun(exitCode, out.toString(), err.toString());
    }

    List<String> errorLines() {
        return err.lines().toList();
    }
}

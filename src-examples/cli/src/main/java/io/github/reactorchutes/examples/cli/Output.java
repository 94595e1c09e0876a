package io.github.reactorchutes.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;

/** Detects that standard output cannot be written, such as on a full device. */
final class Output {

    private Output() {}

    /** Fail if something was not written. Nothing was sent. */
    static void require(PrintWriter out) {
        if (out.checkError()) {
            throw new UsageException("cannot write to standard output");
        }
    }

    /**
     * Fail if the report of a paid run was not written.
     *
     * @param loss names what exists nevertheless
     */
    static void requireReport(PrintWriter out, IOException loss) {
        if (out.checkError()) {
            throw new FailedRunException(loss, Billed.LIKELY, null);
        }
    }
}

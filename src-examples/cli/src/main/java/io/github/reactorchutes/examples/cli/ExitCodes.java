package io.github.reactorchutes.examples.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes of the process. */
final class ExitCodes {

    /** The video is on disk. */
    static final int DONE = 0;

    /** Nothing was sent, because of an option, the request or a local file. */
    static final int USAGE = FailureKind.USAGE.exitCode();

    /** The announced video did not arrive completely, or the response is not a video. */
    static final int BROKEN_BODY = FailureKind.BROKEN.exitCode();

    /** It is unknown whether a video was generated. */
    static final int UNKNOWN = FailureKind.UNKNOWN.exitCode();

    /** An operation or a durable job ended without a video, in this process or another one. */
    static final int ENDED = FailureKind.ENDED.exitCode();

    /** Ctrl-C: 128 plus the number of SIGINT. */
    static final int INTERRUPTED = FailureKind.INTERRUPTED.exitCode();

    private ExitCodes() {}

    /** Return the codes and their meanings. */
    static Map<String, String> list() {
        Map<String, String> list = new LinkedHashMap<>();
        list.put(String.valueOf(DONE), "done");
        for (FailureKind kind : FailureKind.values()) {
            list.put(String.valueOf(kind.exitCode()), kind.description() + " (" + billed(kind) + ")");
        }
        return list;
    }

    private static String billed(FailureKind kind) {
        return switch (kind.billed()) {
            case NO -> "not billed";
            case MAYBE -> "maybe billed";
            case LIKELY -> "likely billed";
        };
    }
}

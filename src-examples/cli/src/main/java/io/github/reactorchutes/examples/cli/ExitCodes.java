package io.github.reactorchutes.examples.cli;

/** The exit codes of the process. */
final class ExitCodes {

    /** The video is on disk. */
    static final int DONE = 0;

    /** A defect of this tool. */
    static final int DEFECT = 1;

    /** Wrong options, an invalid request, or a local file that cannot be read or written. */
    static final int USAGE = 2;

    /** The server answered with a 4xx: the request, the token or the account is at fault. */
    static final int REJECTED = 3;

    /** No response, or a 5xx: it may be unknown whether a video was generated. */
    static final int UNAVAILABLE = 4;

    /** The announced video did not arrive completely, or the response is not a video. */
    static final int BROKEN_BODY = 5;

    /** Ctrl-C: 128 plus the number of SIGINT. */
    static final int INTERRUPTED = 130;

    private ExitCodes() {}
}

package io.github.reactorchutes.spring.web;

/** A video that failed when a part of it was on its way to the viewer. */
final class VideoCutShortException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    VideoCutShortException(Throwable cause) {
        super("the video failed during its delivery; closing the viewer's connection", cause);
    }
}

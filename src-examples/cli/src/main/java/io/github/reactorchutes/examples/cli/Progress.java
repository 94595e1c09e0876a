package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressListener;

/** The display on stderr while a video is made. */
interface Progress extends ProgressListener, AutoCloseable {

    /** Print a separate line. */
    void note(String line);

    /** Report that the video is on disk. */
    void saved(GeneratedVideo video);

    /** Stop drawing. */
    @Override
    void close();
}

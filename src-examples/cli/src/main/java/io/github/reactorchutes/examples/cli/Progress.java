package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.progress.ProgressListener;

/** What a person sees on stderr while a video is made. */
interface Progress extends ProgressListener, AutoCloseable {

    /** Say something in a line of its own. */
    void note(String line);

    /** Say that the video is on disk. */
    void saved(GeneratedVideo video);

    /** Stop drawing. */
    @Override
    void close();
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.examples.save.SaveListener;
import io.github.reactorchutes.examples.save.SavedVideo;

/** What a person sees on stderr while a video is made. */
interface Progress extends SaveListener, AutoCloseable {

    /** Say something in a line of its own. */
    void note(String line);

    /** Say that the video is on disk. */
    void saved(SavedVideo video);

    /** Stop drawing. */
    @Override
    void close();
}

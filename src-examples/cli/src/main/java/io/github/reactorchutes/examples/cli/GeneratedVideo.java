package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Duration;

/**
 * A video that is whole and on disk, and how it came there.
 *
 * @param saved the file
 * @param head what the platform said about it, in the attempt that succeeded
 * @param total how long everything took, waits between attempts and the final rename included
 */
record GeneratedVideo(SavedVideo saved, VideoResponse head, Duration total) {}

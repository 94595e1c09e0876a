package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Duration;

/**
 * A complete video on disk, and the facts of its generation.
 *
 * @param saved the file
 * @param head the response head of the successful attempt
 * @param total the total time, including waits between attempts and the final rename
 */
record GeneratedVideo(SavedVideo saved, VideoResponse head, Duration total) {}

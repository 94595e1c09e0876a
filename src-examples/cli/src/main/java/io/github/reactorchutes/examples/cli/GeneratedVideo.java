package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.exchange.VideoResponse;
import io.github.reactorchutes.mp4.VideoVerdict;
import io.github.reactorchutes.request.ChuteRequest;
import io.github.reactorchutes.request.VideoRequest;
import io.github.reactorchutes.sink.SavedVideo;
import java.time.Duration;

/**
 * A complete video on disk, and the facts of its generation.
 *
 * @param saved the file
 * @param head the response head of the successful attempt
 * @param request what was asked for
 * @param total the total time, including waits between attempts and the final rename
 */
record GeneratedVideo(SavedVideo saved, VideoResponse head, VideoRequest request, Duration total) {

    /** Return whether it is of a chute that is not known, whose format is its own choice. */
    boolean isOfAnyChute() {
        return request instanceof ChuteRequest;
    }

    /** Return what the response shows, or else what is in the file. */
    VideoVerdict verdict() {
        VideoVerdict ofResponse = head.verdict();
        return ofResponse == null ? saved.verdict() : ofResponse;
    }
}

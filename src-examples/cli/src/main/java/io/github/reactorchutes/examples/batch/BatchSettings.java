package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The settings of a batch.
 *
 * @param directory the existing directory for the videos
 * @param concurrency the maximum number of concurrent jobs; 1 or more
 * @param resendUnknown whether to resend jobs that may have been paid
 * @param remake whether to make videos again whose file was deleted or emptied
 * @param keepPart whether to keep the received bytes of a video that broke off
 * @param stopAfter the number of consecutive server failures that ends the batch; 1 or more
 * @param grace the maximum time for videos under way after an interruption
 */
public record BatchSettings(
        Path directory,
        int concurrency,
        boolean resendUnknown,
        boolean remake,
        boolean keepPart,
        int stopAfter,
        Duration grace) {}

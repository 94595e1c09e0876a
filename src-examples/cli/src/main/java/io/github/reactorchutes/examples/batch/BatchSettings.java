package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How a batch is run.
 *
 * @param directory where the videos go; exists
 * @param concurrency how many jobs at once; 1 or more
 * @param resendUnknown whether to send again what may have been paid
 * @param stopAfter how many failures of the server in a row end the batch; 1 or more
 * @param grace how long videos under way may take after an interruption
 */
public record BatchSettings(Path directory, int concurrency, boolean resendUnknown, int stopAfter, Duration grace) {}

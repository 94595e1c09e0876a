package io.github.reactorchutes.jobs;

import java.nio.file.Path;

/** A whole video on the disk of this worker. */
record SpooledVideo(Path file, String key, String sha256, long bytes) {}

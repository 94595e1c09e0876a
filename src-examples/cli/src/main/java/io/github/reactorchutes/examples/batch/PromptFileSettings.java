package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;

/**
 * The prompt file of a batch, and how it is read.
 *
 * @param file a CSV or JSONL file, distinguished by its name
 * @param delimiter the delimiter of a CSV file
 * @param endpoint the endpoint of lines without one
 * @param imagesChecked whether images must look like one
 */
public record PromptFileSettings(Path file, char delimiter, String endpoint, boolean imagesChecked) {}

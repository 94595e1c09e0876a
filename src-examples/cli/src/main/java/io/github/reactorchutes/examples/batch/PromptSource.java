package io.github.reactorchutes.examples.batch;

import java.nio.file.Path;

/**
 * Where the prompts of a batch come from.
 *
 * @param file a CSV or JSONL file, distinguished by its name
 * @param delimiter the delimiter of a CSV file
 * @param endpoint the endpoint of lines without one
 * @param imagesChecked whether images must look like one
 */
public record PromptSource(Path file, char delimiter, String endpoint, boolean imagesChecked) {}

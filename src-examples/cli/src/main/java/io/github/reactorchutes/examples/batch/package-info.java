/**
 * Makes the videos of a prompt file, and resumes after a stop without paying for a video twice.
 *
 * <p>{@link io.github.reactorchutes.examples.batch.PromptFile} reads and checks the whole file before anything is sent.
 * {@link io.github.reactorchutes.examples.batch.Journal} records on disk what was sent and its results. {@link
 * io.github.reactorchutes.examples.batch.Batch} runs the remaining jobs.
 */
@NullMarked
package io.github.reactorchutes.examples.batch;

import org.jspecify.annotations.NullMarked;

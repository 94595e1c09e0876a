/**
 * Makes the videos of a file of prompts, and goes on where it was stopped without paying for a video twice.
 *
 * <p>{@link io.github.reactorchutes.examples.batch.PromptFile} reads and checks the whole file before anything is sent.
 * {@link io.github.reactorchutes.examples.batch.Journal} remembers on disk what was sent and what came of it.
 * {@link io.github.reactorchutes.examples.batch.Batch} runs the jobs that the two leave to do.
 */
@NullMarked
package io.github.reactorchutes.examples.batch;

import org.jspecify.annotations.NullMarked;

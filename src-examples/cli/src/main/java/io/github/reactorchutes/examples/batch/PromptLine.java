package io.github.reactorchutes.examples.batch;

import java.util.Map;

/**
 * One entry of a prompt file, as it was written.
 *
 * @param number the line where it begins, from 1
 * @param values what it says, by field; what is empty or null is left out
 */
record PromptLine(long number, Map<String, Object> values) {}

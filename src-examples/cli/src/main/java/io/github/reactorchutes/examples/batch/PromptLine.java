package io.github.reactorchutes.examples.batch;

import java.util.Map;

/**
 * One unparsed entry of a prompt file.
 *
 * @param number the line on which it begins, from 1
 * @param values its values by field, without empty and null values
 */
record PromptLine(long number, Map<String, Object> values) {}

package io.github.reactorchutes.examples.batch;

/**
 * What is wrong with a line of a prompt file. Repeats no prompt and no image.
 *
 * @param line the line, from 1
 * @param field the field at fault
 * @param problem what is wrong with it
 */
public record LineProblem(long line, String field, String problem) {

    @Override
    public String toString() {
        return "line " + line + ": " + field + " " + problem;
    }
}

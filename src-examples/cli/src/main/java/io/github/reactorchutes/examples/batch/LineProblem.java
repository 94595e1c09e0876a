package io.github.reactorchutes.examples.batch;

/**
 * A problem of a line of a prompt file. It never contains a prompt or an image.
 *
 * @param line the line, from 1
 * @param field the field at fault
 * @param problem the problem
 */
public record LineProblem(long line, String field, String problem) {

    String text() {
        return field + " " + problem;
    }
}

package io.github.reactorchutes.examples.batch;

import io.github.reactorchutes.request.InvalidImageException;
import io.github.reactorchutes.request.InvalidVideoRequestException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects all problems of a prompt file, so that they can be corrected together. Thread-safe. */
final class LineProblems {

    private final List<LineProblem> problems = new ArrayList<>();

    synchronized void add(long line, String field, String problem) {
        problems.add(new LineProblem(line, field, problem));
    }

    void add(long line, InvalidVideoRequestException error) {
        String problem =
                String.valueOf(error.getMessage()).substring(error.field().length() + 1);
        add(
                line,
                error.field().equals(PromptFields.IMAGE_DATA) ? PromptFields.IMAGE : error.field(),
                error instanceof InvalidImageException ? problem + "; --no-image-check sends it anyway" : problem);
    }

    synchronized boolean isEmpty() {
        return problems.isEmpty();
    }

    synchronized void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidPromptsException(problems.stream()
                    .sorted(Comparator.comparingLong(LineProblem::line))
                    .toList());
        }
    }
}

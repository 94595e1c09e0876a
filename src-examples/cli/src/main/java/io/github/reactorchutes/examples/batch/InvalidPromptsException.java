package io.github.reactorchutes.examples.batch;

import java.util.List;
import java.util.stream.Collectors;

/** A prompt file has invalid lines. Nothing was sent. */
public final class InvalidPromptsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidPromptsException(List<LineProblem> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem" : " problems") + "; nothing was sent\n"
                + problems.stream().map(LineProblem::toString).collect(Collectors.joining("\n")));
    }
}

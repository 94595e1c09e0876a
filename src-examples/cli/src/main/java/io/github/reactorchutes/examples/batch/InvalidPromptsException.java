package io.github.reactorchutes.examples.batch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A prompt file has invalid lines. Nothing was sent. */
public final class InvalidPromptsException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int MOST = 50;

    InvalidPromptsException(List<LineProblem> problems) {
        super(problems.size() + (problems.size() == 1 ? " problem" : " problems") + "; nothing was sent\n"
                + String.join("\n", describe(problems)));
    }

    /** Name a problem that many lines have once. */
    private static List<String> describe(List<LineProblem> problems) {
        Map<String, List<LineProblem>> alike = new LinkedHashMap<>();
        problems.forEach(problem ->
                alike.computeIfAbsent(problem.text(), text -> new ArrayList<>()).add(problem));
        List<String> lines = new ArrayList<>();
        alike.forEach((text, all) -> lines.add("line " + all.get(0).line() + more(all.size() - 1) + ": " + text));
        return lines.size() <= MOST ? lines : shortened(lines);
    }

    private static String more(int others) {
        return others == 0 ? "" : String.format(Locale.ROOT, " and %,d more", others);
    }

    private static List<String> shortened(List<String> lines) {
        List<String> shown = new ArrayList<>(lines.subList(0, MOST));
        shown.add("and " + (lines.size() - MOST) + " other problems");
        return shown;
    }
}

package io.github.reactorchutes.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A table whose rows are lists of cells. */
final class Markdown {

    private final List<String> lines = new ArrayList<>();

    Markdown(List<String> columns) {
        add(columns);
        add(Collections.nCopies(columns.size(), "---"));
    }

    void add(List<String> cells) {
        lines.add("| " + String.join(" | ", cells) + " |");
    }

    boolean isEmpty() {
        return lines.size() == 2;
    }

    List<String> lines() {
        return lines;
    }
}

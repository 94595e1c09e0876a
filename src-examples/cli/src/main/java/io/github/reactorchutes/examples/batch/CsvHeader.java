package io.github.reactorchutes.examples.batch;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of the columns. A header that is wrong as a whole has one problem, and no line is read. */
final class CsvHeader {

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');

    private final List<String> names;

    private CsvHeader(List<String> names) {
        this.names = names;
    }

    /** Read the first line; empty after a problem that makes all others meaningless. */
    static CsvHeader read(List<String> cells, long line, char delimiter, LineProblems problems) {
        List<String> names =
                withoutBlankEnd(cells.stream().map(PromptFields::normalized).toList());
        if (names.stream().noneMatch(PromptFields::isKnown)) {
            problems.add(line, "the header", hint(String.join("", cells), delimiter));
            return new CsvHeader(List.of());
        }
        names.stream()
                .filter(name -> !PromptFields.isKnown(name))
                .forEach(name -> problems.add(line, "column '" + name + "'", "is not a field of any endpoint"));
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> PromptFields.isKnown(name) && !seen.add(name))
                .forEach(name -> problems.add(line, "column '" + name + "'", "is a duplicate"));
        if (!names.contains(PromptFields.PROMPT)) {
            problems.add(line, "the header", "has no column " + PromptFields.PROMPT);
            return new CsvHeader(List.of());
        }
        return new CsvHeader(names);
    }

    private static String hint(String header, char delimiter) {
        return DELIMITERS.stream()
                .filter(other -> other != delimiter && namesFields(header, other))
                .findFirst()
                .map(other -> "separates its columns by " + spelt(other) + "; use --delimiter " + option(other))
                .orElse("must name the columns, such as id,prompt,seed");
    }

    private static boolean namesFields(String header, char delimiter) {
        String names = header.startsWith("sep=") ? "prompt" + header.substring("sep=".length()) : header;
        return names.indexOf(delimiter) >= 0
                && Stream.of(names.split(Pattern.quote(String.valueOf(delimiter)), -1))
                        .map(PromptFields::normalized)
                        .anyMatch(PromptFields::isKnown);
    }

    private static String spelt(char delimiter) {
        return delimiter == '\t' ? "TAB" : "'" + delimiter + "'";
    }

    private static String option(char delimiter) {
        return delimiter == '\t' ? "tab" : "'" + delimiter + "'";
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    int columns() {
        return names.size();
    }

    String name(int column) {
        return names.get(column);
    }

    /** Remove the empty cells at the end, which spreadsheets write. */
    static List<String> withoutBlankEnd(List<String> cells) {
        List<String> left = new ArrayList<>(cells);
        while (!left.isEmpty() && left.get(left.size() - 1).isBlank()) {
            left.remove(left.size() - 1);
        }
        return left;
    }
}

package io.github.reactorchutes.examples.batch;

import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of the journal that is not an entry, such as two entries within each other.
 *
 * @param number the line, from 1
 * @param jobs the jobs that it names
 * @param isNamed whether each entry in it names its job
 */
record TornLine(int number, Set<String> jobs, boolean isNamed) {

    private static final Pattern JOB = Pattern.compile("\"job\":\"([A-Za-z0-9._-]+)\"");

    private static final Pattern START = Pattern.compile("\\{");

    static TornLine of(String line, int number) {
        Set<String> jobs =
                JOB.matcher(line).results().map(match -> match.group(1)).collect(Collectors.toSet());
        long entries = START.matcher(line).results().map(MatchResult::start).count();
        long named = JOB.matcher(line).results().count();
        return new TornLine(number, jobs, named > 0 && named == entries && line.startsWith("{"));
    }
}

package io.github.reactorchutes.examples.cli;

import io.github.reactorchutes.jobs.JobFilter;
import io.github.reactorchutes.jobs.JobState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** States of jobs, as people write them. */
final class JobStates {

    private JobStates() {}

    /** Return the filter of some states; all if none is named. */
    static JobFilter filter(Set<JobState> states) {
        if (states.isEmpty()) {
            return JobFilter.all();
        }
        JobState[] chosen = states.toArray(JobState[]::new);
        return JobFilter.in(chosen[0], Arrays.copyOfRange(chosen, 1, chosen.length));
    }

    /** Read the names of states, each of which must be one of the allowed. */
    static Set<JobState> parse(String option, List<String> names, Set<JobState> allowed) {
        Set<JobState> states = EnumSet.noneOf(JobState.class);
        names.forEach(name -> states.add(parse(option, name, allowed)));
        return states;
    }

    private static JobState parse(String option, String name, Set<JobState> allowed) {
        String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return allowed.stream()
                .filter(state -> state.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        option + " must be of " + words(allowed) + " but was '" + Columns.harmless(name) + "'"));
    }

    static String words(Set<JobState> states) {
        return states.stream().map(JobReport::word).collect(Collectors.joining(", "));
    }
}

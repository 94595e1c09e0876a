package io.github.reactorchutes.catalogue;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds the names that are most like a mistyped one. */
final class Nearest {

    /** A name that differs in more than this share of its characters is another name. */
    private static final double MAX_DIFFERENCE = 0.5;

    private static final int MAX_LENGTH = 128;

    private Nearest() {}

    static List<String> to(String typed, Collection<String> names, int max) {
        return to(typed, names, Stream::of, max);
    }

    /**
     * Return the things with the most similar names, the most similar first.
     *
     * @param names returns the names of a thing, of which the most similar one counts
     */
    static <T> List<T> to(String typed, Collection<T> things, Function<T, Stream<String>> names, int max) {
        return things.stream()
                .map(thing -> new Candidate<>(thing, difference(typed, names.apply(thing))))
                .filter(candidate -> candidate.difference() <= MAX_DIFFERENCE)
                .sorted(Comparator.comparingDouble(Candidate::difference))
                .limit(max)
                .map(Candidate::thing)
                .toList();
    }

    private static double difference(String typed, Stream<String> names) {
        return names.mapToDouble(name -> difference(typed, name)).min().orElse(1);
    }

    private record Candidate<T>(T thing, double difference) {}

    /** Return the share of characters to change, from 0 to 1. */
    static double difference(String one, String other) {
        String a = normal(one);
        String b = normal(other);
        int longest = Math.max(a.length(), b.length());
        return longest == 0 ? 0 : (double) edits(a, b) / longest;
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.length() > MAX_LENGTH ? lower.substring(0, MAX_LENGTH) : lower;
    }

    /** The distance of Levenshtein. */
    private static int edits(String a, String b) {
        int[] last = new int[b.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[b.length()];
    }
}

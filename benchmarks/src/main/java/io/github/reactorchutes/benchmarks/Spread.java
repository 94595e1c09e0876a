package io.github.reactorchutes.benchmarks;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** A quantity over several slices, or runs. */
record Spread(double least, double median, double greatest) {

    static <T> Spread of(Collection<T> rounds, ToDoubleFunction<T> quantity) {
        if (rounds.isEmpty()) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] sorted = rounds.stream().mapToDouble(quantity).sorted().toArray();
        int last = sorted.length - 1;
        double median = (sorted[last / 2] + sorted[(last + 1) / 2]) / 2;
        return new Spread(sorted[0], median, sorted[last]);
    }

    String cell(String format) {
        return String.format(Locale.ROOT, format + " (" + format + "-" + format + ")", median, least, greatest);
    }

    /** Return the median, and the extremes if it was measured several times. */
    String brief(String format) {
        return least == greatest ? number(format, median) : cell(format);
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

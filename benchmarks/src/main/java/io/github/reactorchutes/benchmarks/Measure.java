package io.github.reactorchutes.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Measures the rows of the page and generates it. Arguments: the folder of results, the page, the commit, and what to do:
 * {@code all}, {@code long}, {@code row NAME}, {@code page} from known results, or {@code plan}.
 */
public final class Measure {

    private final Plan plan = new Plan(Pace.requestedDivisor());

    private final Results results;

    private final Path page;

    private final String commit;

    private Measure(String[] arguments) {
        this.results = new Results(Path.of(arguments[0]));
        this.page = Path.of(arguments[1]);
        this.commit = arguments[2];
    }

    public static void main(String[] arguments) throws Exception {
        Measure measure = new Measure(arguments);
        switch (arguments[3]) {
            case "all" -> measure.run(part -> !part.isLong());
            case "long" -> measure.run(part -> true);
            case "row" -> measure.row(arguments[4]);
            case "page" -> measure.report();
            case "plan" -> measure.print();
            default -> throw new IllegalArgumentException("unknown action " + arguments[3]);
        }
    }

    private void run(Predicate<Part> isChosen) throws Exception {
        run(plan.parts().stream().filter(isChosen).toList());
    }

    private void row(String name) throws Exception {
        List<Part> chosen = plan.parts().stream()
                .filter(part -> part.rows().contains(name))
                .map(part -> part.only(name))
                .toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("unknown row " + name + "; measure.sh --plan lists the rows");
        }
        run(chosen);
    }

    private void run(List<Part> chosen) throws Exception {
        System.out.println("Estimated duration: " + minutes(seconds(chosen)));
        long start = System.nanoTime();
        for (Part part : chosen) {
            part.measure(results, commit);
        }
        double nanos = System.nanoTime() - start;
        System.out.println("Duration: " + minutes(nanos / 1e9));
        report();
    }

    private void report() throws IOException {
        Report.write(results, plan, page);
    }

    private void print() {
        for (Part part : plan.parts()) {
            System.out.println(minutes(part.seconds()) + (part.isLong() ? ", only with --long" : ""));
            part.rows()
                    .forEach(row -> System.out.println(
                            "    " + row + ": " + minutes(part.only(row).seconds()) + " alone"));
        }
        System.out.println(minutes(seconds(
                        plan.parts().stream().filter(part -> !part.isLong()).toList())) + " altogether, "
                + minutes(seconds(plan.parts())) + " with --long");
    }

    static double seconds(List<Part> parts) {
        return parts.stream().mapToDouble(Part::seconds).sum();
    }

    private static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%.1f minutes", seconds / 60);
    }
}

package io.github.reactorchutes.benchmarks;

import java.util.List;

/** A part of the measurements, with one or more rows of the page. */
interface Part {

    List<String> rows();

    /** Whether it is measured only on request. */
    boolean isLong();

    /** Estimate its duration. */
    double seconds();

    /** Return the part without its other rows. */
    Part only(String row);

    void measure(Results results, String commit) throws Exception;
}

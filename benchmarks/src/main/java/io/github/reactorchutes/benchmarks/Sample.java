package io.github.reactorchutes.benchmarks;

import java.util.List;

/** What one client used in one slice. */
record Sample(
        String scenario,
        String slice,
        String peer,
        double calls,
        double bytes,
        double nanos,
        double cpuNanos,
        double compilerNanos,
        double allocated) {

    static final String HEADER = "scenario,slice,client,calls,bytes,nanos,cpuNanos,compilerNanos,allocated";

    static List<Sample> parse(List<String> lines) {
        return lines.stream().map(Sample::parse).toList();
    }

    private static Sample parse(String line) {
        String[] cells = line.split(",", -1);
        return new Sample(
                cells[0],
                cells[1],
                cells[2],
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                Double.parseDouble(cells[5]),
                Double.parseDouble(cells[6]),
                Double.parseDouble(cells[7]),
                Double.parseDouble(cells[8]));
    }

    /** The turns of one run are numbered. */
    String run() {
        return slice.substring(0, slice.lastIndexOf('-'));
    }

    /** A client without a completed call may have failed or may be slow. */
    boolean hasEnded() {
        return calls > 0;
    }

    double cpuPerByte() {
        return cpuNanos / bytes;
    }

    double compiledCpuPerByte() {
        return (cpuNanos - compilerNanos) / bytes;
    }

    double cpuMicrosPerCall() {
        return cpuNanos / calls / 1000;
    }

    /** The allocation count of an ended thread is lost, so the sum can decrease. */
    boolean isAllocationKnown() {
        return allocated > 0;
    }

    double throughput() {
        return bytes / nanos;
    }

    double callsPerSecond() {
        return calls / nanos * 1e9;
    }
}

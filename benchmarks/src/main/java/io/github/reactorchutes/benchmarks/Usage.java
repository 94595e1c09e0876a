package io.github.reactorchutes.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** The resources this process has used so far, including the CPU time of the JIT compiler. */
record Usage(long nanos, long cpuNanos, long compilerNanos, long allocatedBytes) {

    private static final Path THREADS = Path.of("/proc/self/task");

    private static final long NANOS_OF_A_TICK = 10_000_000;

    static Usage now() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long allocated = LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        return new Usage(System.nanoTime(), system.getProcessCpuTime(), compilerNanosNow(), allocated);
    }

    Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos,
                cpuNanos - before.cpuNanos,
                compilerNanos - before.compilerNanos,
                allocatedBytes - before.allocatedBytes);
    }

    /** The JVM reports the elapsed time of its compilers, but not their CPU time. */
    private static long compilerNanosNow() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.filter(Usage::isCompiler).mapToLong(Usage::cpuNanos).sum();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isCompiler(Path thread) {
        return read(thread, "comm").matches("C[12] Compiler.*\\s*");
    }

    /** In hundredths of a second, and after the name: the twelfth word the time of the thread, the next that in the kernel. */
    private static long cpuNanos(Path thread) {
        String stat = read(thread, "stat");
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(words[11]) + Long.parseLong(words[12])) * NANOS_OF_A_TICK;
    }

    /** Threads may end meanwhile. */
    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file));
        } catch (IOException ended) {
            return "";
        }
    }

    /** Return the resident memory of this process, after a collection. */
    static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Return the live heap and all direct memory, after a collection. */
    static long liveBytes() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        long direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return heap + Math.max(direct, io.netty.util.internal.PlatformDependent.usedDirectMemory());
    }
}

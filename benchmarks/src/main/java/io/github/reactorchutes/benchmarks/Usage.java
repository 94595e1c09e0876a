package io.github.reactorchutes.benchmarks;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The resources this process has used so far. The CPU time is that of the threads, because the JVM reports the one of the
 * process in hundredths of a second: too coarse for a client that is mostly idle.
 */
record Usage(long nanos, Map<Path, Long> threadNanos, long allocatedBytes) {

    private static final Path THREADS = Path.of("/proc/self/task");

    static Usage now() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = LongStream.of(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
        return new Usage(System.nanoTime(), threads(), allocated);
    }

    /** Return what was used since then, except by threads that have ended. */
    Usage since(Usage before) {
        Map<Path, Long> used = new HashMap<>(threadNanos);
        used.replaceAll((thread, cpu) -> cpu - before.threadNanos.getOrDefault(thread, 0L));
        return new Usage(nanos - before.nanos, used, allocatedBytes - before.allocatedBytes);
    }

    long cpuNanos() {
        return threadNanos.values().stream().mapToLong(cpu -> cpu).sum();
    }

    /** Return the CPU time of the JIT compiler. */
    long compilerNanos() {
        return threadNanos.entrySet().stream()
                .filter(thread -> isCompiler(thread.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Return the CPU time of each thread. */
    private static Map<Path, Long> threads() {
        try (Stream<Path> threads = Files.list(THREADS)) {
            return threads.collect(Collectors.toMap(Function.identity(), Usage::cpuNanos));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static boolean isCompiler(Path thread) {
        return read(thread, "comm").matches("C[12] Compiler.*\\s*");
    }

    private static long cpuNanos(Path thread) {
        String time = read(thread, "schedstat").split(" ", 2)[0];
        return time.isEmpty() ? 0 : Long.parseLong(time);
    }

    /** Threads may end meanwhile. */
    private static String read(Path thread, String file) {
        try {
            return Files.readString(thread.resolve(file));
        } catch (IOException ended) {
            return "";
        }
    }

    /** Return the resident memory of this process, after a collection, without what is kept for later allocations. */
    static long residentBytes() throws IOException, JMException {
        System.gc();
        ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "systemTrimNativeHeap",
                        new Object[0],
                        new String[0]);
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

package io.github.reactorchutes.soak;

import com.sun.management.UnixOperatingSystemMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this JVM holds, after a collection.
 *
 * @param heapBytes live objects
 * @param directBytes direct memory of Netty and of the JDK's buffers
 * @param files open file descriptors
 * @param threads live threads
 */
record Sample(long heapBytes, long directBytes, long files, int threads) {

    static Sample take() {
        System.gc();
        return new Sample(
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                Math.max(0, PlatformDependent.usedDirectMemory()) + jdkDirectBytes(),
                ManagementFactory.getPlatformMXBean(UnixOperatingSystemMXBean.class)
                        .getOpenFileDescriptorCount(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    private static long jdkDirectBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Return the larger of each, of two samples. */
    Sample max(Sample other) {
        return new Sample(
                Math.max(heapBytes, other.heapBytes),
                Math.max(directBytes, other.directBytes),
                Math.max(files, other.files),
                Math.max(threads, other.threads));
    }

    @Override
    public String toString() {
        return String.format(
                "heap %.1f MB, direct %.1f MB, %d files, %d threads",
                heapBytes / 1e6, directBytes / 1e6, files, threads);
    }
}

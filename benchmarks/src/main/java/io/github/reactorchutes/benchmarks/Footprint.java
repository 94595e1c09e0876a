package io.github.reactorchutes.benchmarks;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.util.List;
import java.util.Locale;
import javax.management.JMException;

/**
 * The live memory of this process and the parts of it that Netty's allocator holds. With {@link #OPTIONS}, the whole heap
 * is resident from the beginning, so any further resident memory is native.
 *
 * @param heap the live heap
 * @param nettyHeap Netty's part of the heap
 * @param resident the resident memory
 * @param nettyDirect Netty's part of the native memory
 */
record Footprint(long heap, long nettyHeap, long resident, long nettyDirect) {

    static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC");

    private static final double KB = 1024;

    /** Objects with a cleaner are freed by the second collection. */
    static Footprint now() throws IOException, JMException, InterruptedException {
        System.gc();
        Thread.sleep(500);
        long resident = Usage.residentBytes();
        ByteBufAllocatorMetric netty = ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .mapToLong(pool -> pool.getCollectionUsage().getUsed())
                .sum();
        return new Footprint(heap, netty.usedHeapMemory(), resident, netty.usedDirectMemory());
    }

    Footprint since(Footprint before) {
        return new Footprint(
                heap - before.heap,
                nettyHeap - before.nettyHeap,
                resident - before.resident,
                nettyDirect - before.nettyDirect);
    }

    /** Return the footprint of one of many. */
    String each(int count) {
        double unit = KB * count;
        return String.format(
                Locale.ROOT,
                "%.1f KB each: heap %.1f KB, of which Netty's buffers %.1f KB; native %.1f KB, of which Netty's buffers %.1f KB",
                (heap + resident) / unit,
                heap / unit,
                nettyHeap / unit,
                resident / unit,
                nettyDirect / unit);
    }
}

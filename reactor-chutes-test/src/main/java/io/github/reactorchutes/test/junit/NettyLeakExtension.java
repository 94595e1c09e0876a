package io.github.reactorchutes.test.junit;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class after which Netty's leak detector reports an unreleased buffer.
 *
 * <p>Run tests with {@code -Dio.netty.leakDetection.level=paranoid}; otherwise only a sample of the buffers is tracked.
 * Name the class in {@code META-INF/services/org.junit.jupiter.api.extension.Extension} and set {@code
 * junit.jupiter.extensions.autodetection.enabled=true} to cover every class. Garbage collection reveals a leak, so the
 * failing class may be one that ran later or concurrently.
 *
 * @since 0.1.0
 */
public final class NettyLeakExtension implements BeforeAllCallback, AfterAllCallback {

    private static final int COLLECTIONS = 3;
    private static final long COLLECTION_MILLIS = 500;
    private static final Queue<String> leaks = new ConcurrentLinkedQueue<>();

    /** Create the extension; called by JUnit. */
    public NettyLeakExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (isNested(context)) {
            return;
        }
        List<String> found = findLeaks();
        if (!found.isEmpty()) {
            throw new AssertionError(found.size() + " buffers were not released:\n" + String.join("\n", found));
        }
    }

    static List<String> findLeaks() throws InterruptedException {
        for (int i = 0; i < COLLECTIONS; i++) {
            collectGarbage();
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        List<String> found = new ArrayList<>();
        for (String leak = leaks.poll(); leak != null; leak = leaks.poll()) {
            found.add(leak);
        }
        return found;
    }

    private static void collectGarbage() throws InterruptedException {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        Reference<Object> garbage = new WeakReference<>(new Object(), queue);
        System.gc();
        queue.remove(COLLECTION_MILLIS);
        garbage.clear();
    }

    private static boolean isNested(ExtensionContext context) {
        return context.getTestClass().map(Class::isMemberClass).orElse(false);
    }
}

package io.github.reactorchutes.jobs;

import java.lang.reflect.Method;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Threads that may block: virtual ones where the JDK has them (21 and later), else daemons. */
final class WorkerThreads {

    private WorkerThreads() {}

    static ThreadFactory named(String prefix) {
        ThreadFactory virtual = virtual(prefix);
        return virtual == null ? daemons(prefix) : virtual;
    }

    private static @Nullable ThreadFactory virtual(String prefix) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            return (ThreadFactory) type.getMethod("factory").invoke(name.invoke(builder, prefix, 0L));
        } catch (ReflectiveOperationException olderJdk) {
            return null;
        }
    }

    private static ThreadFactory daemons(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }
}

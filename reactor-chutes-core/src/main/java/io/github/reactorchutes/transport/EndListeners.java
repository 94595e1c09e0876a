package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The listeners of the end of a call. Each is called exactly once, in the order of registration; late ones immediately.
 */
final class EndListeners {

    private static final String LISTENER = "A listener of a call's end";

    /** A stack of listeners, newest first; or the end, once the call has ended. */
    private record Node(
            @Nullable Consumer<? super CallEnd> listener,
            @Nullable Node next,
            @Nullable CallEnd end) {}

    private final AtomicReference<@Nullable Node> top = new AtomicReference<>();

    void add(Consumer<? super CallEnd> listener) {
        Node current;
        do {
            current = top.get();
            if (current != null && current.end() != null) {
                CallEnd end = current.end();
                CallerCode.run(LISTENER, () -> listener.accept(end));
                return;
            }
        } while (!top.compareAndSet(current, new Node(listener, current, null)));
    }

    /** Call all listeners before reporting the failure of any: they release the resources of the call. */
    void signal(CallEnd end) {
        Node newest = top.getAndSet(new Node(null, null, end));
        List<Throwable> failures = signalOldestFirst(newest, end, List.of());
        failures.forEach(failure -> CallerCode.report(LISTENER, failure));
    }

    /** Few listeners are registered, so the stack is deep enough. */
    private static List<Throwable> signalOldestFirst(@Nullable Node node, CallEnd end, List<Throwable> noFailures) {
        if (node == null || node.listener() == null) {
            return noFailures;
        }
        List<Throwable> failures = signalOldestFirst(node.next(), end, noFailures);
        try {
            node.listener().accept(end);
            return failures;
        } catch (Throwable failure) {
            List<Throwable> more = new ArrayList<>(failures);
            more.add(failure);
            return more;
        }
    }
}

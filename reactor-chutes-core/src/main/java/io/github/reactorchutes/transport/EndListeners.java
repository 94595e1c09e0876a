package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        List<Throwable> failures = new ArrayList<>(0);
        for (Node node = oldestFirst(top.getAndSet(new Node(null, null, end))); node != null; node = node.next()) {
            try {
                Objects.requireNonNull(node.listener()).accept(end);
            } catch (Throwable failure) {
                failures.add(failure);
            }
        }
        failures.forEach(failure -> CallerCode.report(LISTENER, failure));
    }

    private static @Nullable Node oldestFirst(@Nullable Node newest) {
        Node reversed = null;
        for (Node node = newest; node != null && node.listener() != null; node = node.next()) {
            reversed = new Node(node.listener(), reversed, null);
        }
        return reversed;
    }
}

package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listeners of one end: each is told exactly once, in the order of registration, late ones at once. */
final class EndListeners {

    private static final String LISTENER = "A listener of a call's end";

    /** A stack of listeners, newest first; or the end, when it is known. */
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

    /** Signal all listeners before the failure of any of them is reported: they give back what the call holds. */
    void tell(CallEnd end) {
        Deque<Consumer<? super CallEnd>> oldestFirst = new ArrayDeque<>();
        Node node = top.getAndSet(new Node(null, null, end));
        while (node != null && node.listener() != null) {
            oldestFirst.addFirst(node.listener());
            node = node.next();
        }
        List<Throwable> failures = new ArrayList<>(0);
        for (Consumer<? super CallEnd> listener : oldestFirst) {
            Throwable failure = CallerCode.failureOf(() -> listener.accept(end));
            if (failure != null) {
                failures.add(failure);
            }
        }
        failures.forEach(failure -> CallerCode.report(LISTENER, failure));
    }
}

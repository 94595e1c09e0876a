package io.github.reactorchutes.transport;

import io.github.reactorchutes.exchange.CallEnd;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listeners of one end: each is told exactly once, in the order of registration, late ones at once. */
final class EndListeners {

    private static final Logger logger = LoggerFactory.getLogger(EndListeners.class);

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
                tell(listener, current.end());
                return;
            }
        } while (!top.compareAndSet(current, new Node(listener, current, null)));
    }

    void tell(CallEnd end) {
        tellOldestFirst(top.getAndSet(new Node(null, null, end)), end);
    }

    private static void tellOldestFirst(@Nullable Node node, CallEnd end) {
        if (node != null && node.listener() != null) {
            tellOldestFirst(node.next(), end);
            tell(node.listener(), end);
        }
    }

    private static void tell(Consumer<? super CallEnd> listener, CallEnd end) {
        try {
            listener.accept(end);
        } catch (RuntimeException broken) {
            logger.warn("A listener of a call's end failed; the call is not affected", broken);
        }
    }
}

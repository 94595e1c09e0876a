package io.github.reactorchutes.operation;

import io.github.reactorchutes.exchange.CallEnd;
import io.github.reactorchutes.guard.CallerCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The end of a transfer, signalled once to each listener. */
final class TransferEnd {

    private final List<Consumer<? super CallEnd>> listeners = new ArrayList<>();

    private @Nullable CallEnd end;

    void add(Consumer<? super CallEnd> listener) {
        CallEnd known = addUnlessEnded(listener);
        if (known != null) {
            call(listener, known);
        }
    }

    private synchronized @Nullable CallEnd addUnlessEnded(Consumer<? super CallEnd> listener) {
        if (end == null) {
            listeners.add(listener);
        }
        return end;
    }

    void signal(CallEnd ended) {
        takeListeners(ended).forEach(listener -> call(listener, ended));
    }

    private synchronized List<Consumer<? super CallEnd>> takeListeners(CallEnd ended) {
        if (end != null) {
            return List.of();
        }
        end = ended;
        return listeners;
    }

    private static void call(Consumer<? super CallEnd> listener, CallEnd ended) {
        CallerCode.run("A listener of a transfer's end", () -> listener.accept(ended));
    }
}

package io.github.reactorchutes.operation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The polls of one subscription, one after the other. */
final class Polling {

    private static final int MAX_FAILURES = 30;

    private final Mono<Poll> poll;

    private final Waits waits;

    private @Nullable String state;

    private int unchanged;

    private int failures;

    private @Nullable Duration retryAfter;

    private Polling(Mono<Poll> poll, Waits waits) {
        this.poll = poll;
        this.waits = waits;
    }

    /** Poll until the operation has ended. */
    static Flux<Operation> of(Mono<Poll> poll, Waits waits) {
        return Flux.defer(() -> new Polling(poll, waits).untilTheEnd());
    }

    private Flux<Operation> untilTheEnd() {
        return Mono.defer(() -> poll)
                .map(this::succeeded)
                .onErrorResume(this::failed)
                .repeatWhen(polls -> polls.concatMap(count -> Mono.delay(nextWait()), 0))
                .takeUntil(Operation::hasEnded);
    }

    private Operation succeeded(Poll result) {
        Operation operation = result.operation();
        unchanged = operation.stateText().equals(state) ? unchanged + 1 : 1;
        state = operation.stateText();
        failures = 0;
        retryAfter = result.retryAfter();
        return operation;
    }

    private Mono<Operation> failed(Throwable error) {
        failures++;
        retryAfter = Waits.retryAfter(error);
        return Transient.is(error) && failures < MAX_FAILURES ? Mono.empty() : Mono.error(error);
    }

    private Duration nextWait() {
        return waits.after(Math.max(failures, unchanged), retryAfter);
    }
}

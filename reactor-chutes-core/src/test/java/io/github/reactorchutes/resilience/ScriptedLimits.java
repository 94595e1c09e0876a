package io.github.reactorchutes.resilience;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Limits of an account that answer what a test says, when it says so. */
final class ScriptedLimits implements AccountLimits {

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

    private final Queue<Sinks.One<Answer>> open = new ConcurrentLinkedQueue<>();

    private final List<Integer> asked = new CopyOnWriteArrayList<>();

    private final List<LeaseEnd> ends = new CopyOnWriteArrayList<>();

    @Override
    public int maxConcurrentCalls() {
        return 3;
    }

    @Override
    public Mono<Answer> askForCall(int before) {
        return ask(before);
    }

    @Override
    public Mono<Answer> askForAttempt(int before) {
        return ask(before);
    }

    private Mono<Answer> ask(int before) {
        return Mono.defer(() -> {
            // Whoever sees the question can answer it.
            Mono<Answer> answer = nextAnswer();
            asked.add(before);
            return answer;
        });
    }

    private Mono<Answer> nextAnswer() {
        Answer prepared = answers.poll();
        if (prepared != null) {
            return Mono.just(prepared);
        }
        Sinks.One<Answer> later = Sinks.one();
        open.add(later);
        return later.asMono();
    }

    /** Answer the next questions at once. */
    ScriptedLimits prepare(Answer... prepared) {
        answers.addAll(List.of(prepared));
        return this;
    }

    /** Answer the oldest open question. */
    void answer(Answer given) {
        open.remove().emitValue(given, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    void fail(Throwable failure) {
        open.remove().emitError(failure, Sinks.EmitFailureHandler.FAIL_FAST);
    }

    Answer lease() {
        AtomicBoolean released = new AtomicBoolean();
        return Answer.granted(end -> Mono.fromRunnable(() -> {
            if (released.compareAndSet(false, true)) {
                ends.add(end);
            }
        }));
    }

    /** Return the number of questions that each was asked with. */
    List<Integer> asked() {
        return asked;
    }

    /** Return the ends of released leases. */
    List<LeaseEnd> ends() {
        return ends;
    }
}

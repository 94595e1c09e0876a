package io.github.reactorchutes.test;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The replies that override the platform's: a queue for the next calls, then the rules. */
final class ReplyScript {

    private final Queue<Reply> queue = new ConcurrentLinkedQueue<>();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();

    void enqueue(List<Reply> replies) {
        queue.addAll(replies);
    }

    void add(Predicate<RecordedRequest> condition, Reply reply) {
        rules.add(new Rule(condition, reply));
    }

    @Nullable
    Reply next() {
        return queue.poll();
    }

    @Nullable
    Reply match(RecordedRequest request) {
        return rules.stream()
                .filter(rule -> rule.condition.test(request))
                .map(rule -> rule.reply)
                .findFirst()
                .orElse(null);
    }

    void reset() {
        queue.clear();
        rules.clear();
    }

    private record Rule(Predicate<RecordedRequest> condition, Reply reply) {}
}

package io.github.reactorchutes.test;

import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The headers of successful responses only. */
final class SuccessHeaders {

    private static final int QUOTA = 300;
    private static final String REQUESTS_PER_MINUTE = "60";

    private final AtomicInteger used = new AtomicInteger();

    Reply addTo(Reply reply) {
        int spent = used.incrementAndGet();
        return reply.withHeader("X-Chutes-InvocationID", UUID.randomUUID().toString())
                .withHeader("X-Chutes-Quota-Total", Integer.toString(QUOTA))
                .withHeader("X-Chutes-Quota-Used", Integer.toString(spent))
                .withHeader("X-Chutes-Quota-Remaining", Integer.toString(Math.max(0, QUOTA - spent)))
                .withHeader("X-Chutes-RL-User", REQUESTS_PER_MINUTE)
                .withHeader("X-Chutes-RL-Chute", REQUESTS_PER_MINUTE);
    }
}

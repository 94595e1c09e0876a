package io.github.reactorchutes.test;

import java.util.UUID;

/** The headers of successful responses only. */
final class SuccessHeaders {

    private static final String REQUESTS_PER_MINUTE = "60";

    private SuccessHeaders() {}

    static Reply add(Reply reply, Allowance allowance) {
        return reply.withHeader("X-Chutes-InvocationID", UUID.randomUUID().toString())
                .withHeader("X-Chutes-Quota-Total", Integer.toString(allowance.quota()))
                .withHeader("X-Chutes-Quota-Used", Integer.toString(allowance.used()))
                .withHeader(
                        "X-Chutes-Quota-Remaining", Integer.toString(Math.max(0, allowance.quota() - allowance.used())))
                .withHeader("X-Chutes-RL-User", REQUESTS_PER_MINUTE)
                .withHeader("X-Chutes-RL-Chute", REQUESTS_PER_MINUTE);
    }
}

package io.github.reactorchutes.test;

import java.time.Duration;

/**
 * The response to a request.
 *
 * @param plan the head and the behaviour on the wire
 * @param body the bytes
 * @param generation the generation time, counted from the end of the request
 * @param release frees the instance once the generation ends
 */
record Answer(ReplyPlan plan, ReplyBody body, Duration generation, Runnable release) {

    static Answer atOnce(Reply reply) {
        ReplyBody body = reply.plan.body == null ? ReplyBody.EMPTY : reply.plan.body;
        return new Answer(reply.plan, body, Duration.ZERO, () -> {});
    }
}

package io.github.reactorchutes.test;

import java.time.Duration;

/**
 * What is sent for a request.
 *
 * @param plan what the head and the wire look like
 * @param body the bytes
 * @param generation how long the platform works, counted from the end of the request
 * @param release gives the instance back once the work is done
 */
record Answer(ReplyPlan plan, ReplyBody body, Duration generation, Runnable release) {

    static Answer atOnce(Reply reply) {
        ReplyBody body = reply.plan.body == null ? ReplyBody.EMPTY : reply.plan.body;
        return new Answer(reply.plan, body, Duration.ZERO, () -> {});
    }
}

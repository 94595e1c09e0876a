package io.github.reactorchutes.test;

import reactor.core.scheduler.Scheduler;

/**
 * The parts that all exchanges of an emulator share.
 *
 * @param log the requests received
 * @param script the scripted replies
 * @param platform the replies to all other requests
 * @param drawing the executor that parses requests and draws videos
 * @param maxRequestBytes the maximum size of a request body
 */
record Backstage(RequestLog log, ReplyScript script, Platform platform, Scheduler drawing, long maxRequestBytes) {}

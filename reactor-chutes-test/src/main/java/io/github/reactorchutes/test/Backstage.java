package io.github.reactorchutes.test;

import reactor.core.scheduler.Scheduler;

/**
 * What all exchanges of an emulator share.
 *
 * @param log what reached the emulator
 * @param script what is answered out of turn
 * @param platform what is answered otherwise
 * @param drawing where requests are parsed and videos drawn
 * @param maxRequestBytes the largest body
 */
record Backstage(RequestLog log, ReplyScript script, Platform platform, Scheduler drawing, long maxRequestBytes) {}

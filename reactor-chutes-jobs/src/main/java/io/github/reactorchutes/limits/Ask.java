package io.github.reactorchutes.limits;

/**
 * One question for a lease.
 *
 * @param lease the id of the lease, if it is granted
 * @param owner the process that asks
 * @param asked how often it has asked for this lease before
 * @param random from 0 to 1, so that processes do not ask in step
 */
record Ask(String lease, String owner, int asked, double random) {}

package io.github.reactorchutes.resilience;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The limits of one account, for clients that share them beyond one process: concurrent calls, the pace of attempts, and
 * the pauses that the edge of the platform imposes. {@link ConcurrencyLimitFilter#of(AccountLimits, int, Duration)} and
 * {@link RateLimitFilter#of(AccountLimits, Duration)} enforce them. The module {@code reactor-chutes-jobs} has the
 * implementation on a database; without one, the limits of these filters are in the memory of the process.
 *
 * <p><b>Queue.</b> A filter keeps its own fair queue and asks on behalf of its first waiter only. Calls of one filter
 * therefore proceed in their order; between processes the order is random.
 *
 * <p><b>Renewal.</b> The implementation renews its leases while they are held. A lease that cannot be renewed does not
 * end the call that holds it, because that call may be paid for.
 *
 * <p><b>Threading.</b> The methods and publishers must not block their caller. They may signal on any thread.
 *
 * @since 0.1.0
 */
public interface AccountLimits {

    /** {@return how many calls the account may have in flight in all processes together} */
    int maxConcurrentCalls();

    /**
     * Ask for a lease to start a call; the call holds it until it ends. Asks on subscription.
     *
     * <p><b>Errors.</b> Every error rejects the first waiter.
     *
     * @param asked how often the same filter has asked since its last lease and since a lease of its own ended
     * @return a lease, or the time to wait before the next question
     */
    Mono<Answer> askForCall(int asked);

    /**
     * Ask for a lease to send one attempt; it is held until the attempt's head, its error or its cancel. Asks on
     * subscription.
     *
     * <p><b>Errors.</b> Every error rejects the first waiter.
     *
     * @param asked how often the same filter has asked since its last lease
     * @return a lease, or the time to wait before the next question
     */
    Mono<Answer> askForAttempt(int asked);

    /**
     * The right to proceed.
     *
     * @since 0.1.0
     */
    interface Lease {

        /**
         * Return the lease, on subscription. It is released once; further subscriptions do nothing. A release that fails
         * must not be signalled as an error: the lease expires.
         *
         * @param end what the platform answered
         * @return completes when others can have the lease
         */
        Mono<Void> release(LeaseEnd end);
    }

    /**
     * The answer to one question: a lease, a wait, or a refusal.
     *
     * @since 0.1.0
     */
    final class Answer {

        private static final Duration NEVER = Duration.ofSeconds(Long.MAX_VALUE);

        private final @Nullable Lease lease;

        private final Duration wait;

        private final String reason;

        private Answer(@Nullable Lease lease, Duration wait, String reason) {
            this.lease = lease;
            this.wait = wait;
            this.reason = reason;
        }

        /**
         * Grant a lease.
         *
         * @param lease the lease
         * @return the answer
         */
        public static Answer granted(Lease lease) {
            return new Answer(Objects.requireNonNull(lease, "lease"), Duration.ZERO, "");
        }

        /**
         * Ask again later. A wait that is longer than the patience of the waiter rejects it immediately.
         *
         * @param wait the time until the next question; 0 or more
         * @param reason why, for the message of a call that is rejected because of it
         * @return the answer
         */
        public static Answer waitFor(Duration wait, String reason) {
            if (wait.isNegative()) {
                throw new IllegalArgumentException("wait must be 0 or more but was " + wait);
            }
            return new Answer(null, wait, reason);
        }

        /**
         * Reject the first waiter.
         *
         * @param reason why, for the message of the rejected call
         * @return the answer
         */
        public static Answer refused(String reason) {
            return new Answer(null, NEVER, reason);
        }

        /** {@return the lease, or {@code null} if none was granted} */
        public @Nullable Lease lease() {
            return lease;
        }

        /** {@return whether the first waiter is rejected} */
        public boolean isRefused() {
            return wait.equals(NEVER);
        }

        /** {@return the time until the next question; zero with a lease} */
        public Duration waitFor() {
            return wait;
        }

        /** {@return why no lease was granted; empty with a lease} */
        public String reason() {
            return reason;
        }

        @Override
        public String toString() {
            return "Answer[" + (lease == null ? wait + ", " + reason : "granted") + "]";
        }
    }
}

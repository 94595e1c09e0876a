package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.LeaseEnd;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides about leases: a pure function of the account's row, the number of live leases, the time and the question.
 *
 * <p><b>Calls.</b> A lease is granted while fewer than the maximum are alive. A process that finds none becomes the
 * contender. Others then let it go first, once for each of their own calls, so that a process whose calls end all the
 * time does not take every lease that it frees.
 *
 * <p><b>Attempts.</b> They follow the {@link Pace}. A 429 of the edge stops all of them for a minute. Then one attempt
 * probes; if it gets a 429 as well, the pause doubles, up to a day. Any other answer ends the ban.
 */
final class Rules {

    static final long FIRST_BAN_MICROS = micros(Duration.ofSeconds(60));

    static final long LONGEST_BAN_MICROS = micros(Duration.ofDays(1));

    /** The range of the time between two questions of a process that waits for a lease of another one. */
    static final long SHORTEST_POLL_MICROS = micros(Duration.ofMillis(50));

    static final long LONGEST_POLL_MICROS = micros(Duration.ofMillis(500));

    private Rules() {}

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    static Decision decideCall(AccountState state, int alive, long now, Ask ask) {
        if (alive >= state.settings().maxCalls()) {
            return Decision.waitFor(
                    state.withContender(ask.owner(), now + 2 * LONGEST_POLL_MICROS), poll(ask), "every lease is taken");
        }
        boolean isMine = ask.owner().equals(state.contender());
        if (!isMine && state.contenderUntil() > now && ask.asked() == 0) {
            return Decision.waitFor(
                    state, Math.max(1, (long) (LONGEST_POLL_MICROS * ask.random())), "another process is first");
        }
        return Decision.granted(isMine ? state.withContender(null, 0) : state);
    }

    /** Ask soon at first, because most leases are short, and then less often. */
    private static long poll(Ask ask) {
        long longest = Math.min(LONGEST_POLL_MICROS, SHORTEST_POLL_MICROS << Math.min(ask.asked() + 1, 10));
        return (long) (longest * (0.5 + ask.random() / 2));
    }

    static Decision decideAttempt(AccountState state, long now, Ask ask, long leaseMicros) {
        if (state.bannedUntil() > now) {
            return Decision.waitFor(
                    state, state.bannedUntil() - now, "the platform has rejected requests of this account as too many");
        }
        boolean isProbe = state.banMicros() > 0;
        if (isProbe && state.probe() != null && state.probeUntil() > now) {
            return Decision.waitFor(state, poll(ask), "one attempt probes whether the platform accepts requests again");
        }
        long wait = state.pace().waitMicros(state.tat(), now);
        if (wait > 0) {
            return Decision.waitFor(state, wait, "the pace of the account is reached");
        }
        AccountState sent = state.withTat(state.pace().afterAttempt(state.tat(), now));
        return Decision.granted(isProbe ? sent.withProbe(ask.lease(), now + leaseMicros) : sent);
    }

    /** Return the row after an attempt has ended. */
    static AccountState afterAttempt(AccountState state, long now, String lease, LeaseEnd end) {
        boolean isProbe = lease.equals(state.probe());
        AccountState ended = isProbe ? state.withProbe(null, 0) : state;
        return switch (end.kind()) {
            case UNUSED -> ended.withTat(ended.pace().withoutAttempt(ended.tat()));
            case UNKNOWN -> ended;
            case ANSWERED -> afterAnswer(isProbe ? ended.withBan(0, 0) : ended, end.statedPerMinute());
            case RATE_LIMITED -> afterRejection(ended, now, isProbe, end.retryAfter());
        };
    }

    private static AccountState afterAnswer(AccountState state, @Nullable Double stated) {
        if (stated == null || !(stated >= 1 && stated <= Integer.MAX_VALUE)) {
            return state;
        }
        return state.withStated(stated.intValue());
    }

    /**
     * Several attempts that were under way when the ban began may all be rejected, which is one violation. Only a probe
     * shows that the ban was too short.
     */
    private static AccountState afterRejection(
            AccountState state, long now, boolean isProbe, @Nullable Duration retryAfter) {
        long asked = retryAfter == null ? 0 : Math.min(micros(retryAfter), LONGEST_BAN_MICROS);
        boolean isKnown = state.banMicros() > 0 && !isProbe;
        long length = isKnown ? state.banMicros() : nextBan(state.banMicros());
        long until = now + Math.max(isKnown ? 0 : length, asked);
        return state.withBan(Math.max(state.bannedUntil(), until), length);
    }

    private static long nextBan(long last) {
        return last == 0 ? FIRST_BAN_MICROS : Math.min(2 * last, LONGEST_BAN_MICROS);
    }
}

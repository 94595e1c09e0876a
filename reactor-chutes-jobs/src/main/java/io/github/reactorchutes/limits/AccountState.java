package io.github.reactorchutes.limits;

import org.jspecify.annotations.Nullable;

/**
 * The row of an account. All times are microseconds since 1970 by the clock of the database; 0 means never.
 *
 * @param settings what the account may do
 * @param stated the requests per minute that the platform stated last; 0 if none
 * @param tat the theoretical arrival time of the pace
 * @param bannedUntil the end of the pause after a 429 of the edge
 * @param banMicros the length of that pause, from which the next one doubles; 0 if the last probe passed
 * @param probe the lease of the attempt that probes whether the ban is over
 * @param probeUntil when the probe is given up
 * @param contender the process that found no free lease
 * @param contenderUntil when its claim to the next lease ends
 */
record AccountState(
        Settings settings,
        int stated,
        long tat,
        long bannedUntil,
        long banMicros,
        @Nullable String probe,
        long probeUntil,
        @Nullable String contender,
        long contenderUntil) {

    static AccountState of(Settings settings) {
        return new AccountState(settings, 0, 0, 0, 0, null, 0, null, 0);
    }

    Pace pace() {
        return Pace.of(settings, stated);
    }

    AccountState with(Settings changed) {
        return new AccountState(
                changed, stated, tat, bannedUntil, banMicros, probe, probeUntil, contender, contenderUntil);
    }

    AccountState withStated(int perMinute) {
        return new AccountState(
                settings, perMinute, tat, bannedUntil, banMicros, probe, probeUntil, contender, contenderUntil);
    }

    AccountState withTat(long changed) {
        return new AccountState(
                settings, stated, changed, bannedUntil, banMicros, probe, probeUntil, contender, contenderUntil);
    }

    AccountState withBan(long until, long length) {
        return new AccountState(settings, stated, tat, until, length, probe, probeUntil, contender, contenderUntil);
    }

    AccountState withProbe(@Nullable String lease, long until) {
        return new AccountState(settings, stated, tat, bannedUntil, banMicros, lease, until, contender, contenderUntil);
    }

    AccountState withContender(@Nullable String owner, long until) {
        return new AccountState(settings, stated, tat, bannedUntil, banMicros, probe, probeUntil, owner, until);
    }
}

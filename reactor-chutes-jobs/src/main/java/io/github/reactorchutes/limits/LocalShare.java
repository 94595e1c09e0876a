package io.github.reactorchutes.limits;

import io.github.reactorchutes.resilience.LeaseEnd;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The share of this process while the database is away, by the same rules. Follows the row of the account until then. */
final class LocalShare {

    private final int replicas;

    private final long leaseMicros;

    private AccountState state;

    /** How far the clock of the database is ahead of this JVM's. */
    private long aheadMicros;

    private boolean hasLearned;

    LocalShare(Settings settings, int replicas, long leaseMicros) {
        this.replicas = replicas;
        this.leaseMicros = leaseMicros;
        this.state = AccountState.of(settings.share(replicas, 0));
        this.aheadMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis()) - jvmMicros();
    }

    private static long jvmMicros() {
        return System.nanoTime() / 1_000;
    }

    synchronized void follow(LeaseStore.Seen seen) {
        AccountState row = seen.state();
        state = row.with(row.settings().share(replicas, row.stated())).withProbe(null, 0);
        aheadMicros = seen.now() - jvmMicros();
        hasLearned = false;
    }

    synchronized long now() {
        return jvmMicros() + aheadMicros;
    }

    synchronized Decision call(Ask ask, int held) {
        Decision decision = Rules.decideCall(state, held, now(), ask);
        state = decision.state();
        return decision;
    }

    synchronized Decision attempt(Ask ask) {
        Decision decision = Rules.decideAttempt(state, now(), ask, leaseMicros);
        state = decision.state();
        return decision;
    }

    synchronized void afterAttempt(String lease, LeaseEnd end) {
        state = Rules.afterAttempt(state, now(), lease, end);
        hasLearned |= end.kind() == LeaseEnd.Kind.RATE_LIMITED;
    }

    /** Return the state with a ban that the row of the account does not have yet. */
    synchronized @Nullable AccountState learned() {
        return hasLearned ? state : null;
    }
}

package io.github.reactorchutes.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.reactorchutes.resilience.LeaseEnd;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The rules as a function, in random sequences of questions, ends, expiries and pauses. */
class RulesTests {

    private static final long SECOND = 1_000_000;

    private static final long LEASE = 60 * SECOND;

    private static final Settings SIXTY_A_MINUTE = new Settings(10, 60, 60 * SECOND, 10, true);

    private final long seed = new Random().nextLong();

    private final Random random = new Random(seed);

    private long now = 1_700_000_000 * SECOND;

    private int leases;

    @RepeatedTest(20)
    void neverGrantsMoreLeasesThanThereAre() {
        Settings settings = new Settings(1 + random.nextInt(8), 60, 60 * SECOND, 10, true);
        AccountState state = AccountState.of(settings);
        Map<String, Long> alive = new HashMap<>();
        int granted = 0;
        for (int step = 0; step < 5_000; step++) {
            now += random.nextInt((int) (3 * SECOND));
            alive.values().removeIf(expiry -> expiry <= now);
            if (random.nextInt(3) == 0 && !alive.isEmpty()) {
                alive.remove(alive.keySet().iterator().next());
            }
            Ask ask = ask("replica" + random.nextInt(4), random.nextInt(3));
            Decision decision = Rules.decideCall(state, alive.size(), now, ask);
            state = decision.state();
            if (decision.isGranted()) {
                alive.put(ask.lease(), now + LEASE);
                granted++;
            } else {
                assertThat(decision.waitMicros()).as(seed()).isBetween(1L, Rules.LONGEST_POLL_MICROS);
            }
            assertThat(alive.size()).as(seed()).isLessThanOrEqualTo(settings.maxCalls());
        }
        assertThat(granted).as(seed()).isGreaterThan(settings.maxCalls());
    }

    /** A free lease is granted to the second question of anybody, so that nobody waits for a process that has died. */
    @Test
    void grantsAFreeLeaseAtTheLatestToTheSecondQuestion() {
        AccountState full = Rules.decideCall(AccountState.of(SIXTY_A_MINUTE), 10, now, ask("dead", 0))
                .state();

        Decision first = Rules.decideCall(full, 9, now, ask("alive", 0));
        Decision second = Rules.decideCall(first.state(), 9, now, ask("alive", 1));

        assertThat(first.isGranted()).as("the contender is first").isFalse();
        assertThat(second.isGranted()).isTrue();
    }

    @Test
    void letsTheContenderGoFirst() {
        AccountState full = Rules.decideCall(AccountState.of(SIXTY_A_MINUTE), 10, now, ask("waiting", 3))
                .state();

        assertThat(Rules.decideCall(full, 9, now, ask("releasing", 0)).isGranted())
                .isFalse();
        Decision granted = Rules.decideCall(full, 9, now, ask("waiting", 4));
        assertThat(granted.isGranted()).isTrue();
        assertThat(Rules.decideCall(granted.state(), 9, now, ask("releasing", 0))
                        .isGranted())
                .as("nobody else waits")
                .isTrue();
        assertThat(Rules.decideCall(full, 9, now + 2 * SECOND, ask("releasing", 0))
                        .isGranted())
                .as("the contender has left")
                .isTrue();
    }

    @RepeatedTest(50)
    void neverExceedsThePaceInAnyPeriod() {
        int requests = 1 + random.nextInt(100);
        int burst = 1 + random.nextInt(requests);
        long period = (1 + random.nextInt(100)) * SECOND;
        Settings settings = new Settings(10, requests, period, burst, false);
        AccountState state = AccountState.of(settings);
        Deque<Long> sent = new ArrayDeque<>();
        Deque<Long> unused = new ArrayDeque<>();
        for (int step = 0; step < 2_000; step++) {
            now += random.nextInt(10) == 0 ? random.nextLong(2 * period) : random.nextLong(period / requests + 1);
            Ask ask = ask("replica", 0);
            Decision decision = Rules.decideAttempt(state, now, ask, LEASE);
            state = decision.state();
            if (!decision.isGranted()) {
                assertGrantedWhenPromised(state, decision);
            } else if (random.nextInt(8) == 0) {
                state = Rules.afterAttempt(state, now, ask.lease(), LeaseEnd.unused());
                unused.add(now);
            } else {
                sent.addLast(now);
            }
            while (!sent.isEmpty() && sent.getFirst() <= now - period) {
                sent.removeFirst();
            }
            assertThat(sent.size()).as(seed() + ", burst " + burst).isLessThanOrEqualTo(requests);
        }
    }

    /** Asking again does not move the time that was promised, and a permit is there then. */
    private void assertGrantedWhenPromised(AccountState state, Decision decision) {
        long promised = now + decision.waitMicros();
        long earlier = now + random.nextLong(decision.waitMicros());
        Decision again = Rules.decideAttempt(state, earlier, ask("another", 1), LEASE);
        assertThat(earlier + again.waitMicros()).as(seed()).isEqualTo(promised);
        assertThat(Rules.decideAttempt(state, promised, ask("replica", 1), LEASE)
                        .isGranted())
                .as(seed())
                .isTrue();
    }

    @Test
    void sendsABurstAndThenAtEqualIntervals() {
        AccountState state = AccountState.of(new Settings(10, 60, 60 * SECOND, 10, false));
        List<Long> times = new ArrayList<>();
        long start = now;
        while (times.size() < 60) {
            Decision decision = Rules.decideAttempt(state, now, ask("replica", 0), LEASE);
            state = decision.state();
            if (decision.isGranted()) {
                times.add(now - start);
            } else {
                now += decision.waitMicros();
            }
        }
        assertThat(times.subList(0, 10)).containsOnly(0L);
        assertThat(times.get(59)).isLessThan(60 * SECOND);
        assertThat(times.get(59) - times.get(58)).isEqualTo(times.get(20) - times.get(19));
    }

    @Test
    void doublesThePauseFromAMinuteToADayAndEndsItByOneProbe() {
        AccountState state = AccountState.of(SIXTY_A_MINUTE);
        Ask first = ask("replica", 0);
        state = Rules.decideAttempt(state, now, first, LEASE).state();
        state = Rules.afterAttempt(state, now, first.lease(), LeaseEnd.rateLimited(null));
        long expected = 60 * SECOND;
        for (int violation = 0; violation < 15; violation++) {
            Decision banned = Rules.decideAttempt(state, now, ask("another", 0), LEASE);
            assertThat(banned.isGranted()).isFalse();
            assertThat(banned.waitMicros()).isEqualTo(expected);
            now += expected;
            Ask probe = ask("replica", 0);
            Decision probing = Rules.decideAttempt(state, now, probe, LEASE);
            assertThat(probing.isGranted()).isTrue();
            assertThat(Rules.decideAttempt(probing.state(), now, ask("another", 0), LEASE)
                            .isGranted())
                    .as("a second probe")
                    .isFalse();
            state = Rules.afterAttempt(probing.state(), now, probe.lease(), LeaseEnd.rateLimited(null));
            expected = Math.min(2 * expected, Duration.ofDays(1).toMillis() * 1_000);
        }
        now += expected;
        Ask probe = ask("replica", 0);
        state = Rules.decideAttempt(state, now, probe, LEASE).state();
        state = Rules.afterAttempt(state, now, probe.lease(), LeaseEnd.answered(null));

        assertThat(state.banMicros()).isZero();
        assertThat(Rules.decideAttempt(state, now, ask("another", 0), LEASE).isGranted())
                .isTrue();
        assertThat(Rules.afterAttempt(state, now, "x", LeaseEnd.rateLimited(null))
                        .banMicros())
                .as("begins at a minute again")
                .isEqualTo(60 * SECOND);
    }

    @Test
    void countsTheRejectionsOfAttemptsUnderWayAsOneViolation() {
        AccountState state = AccountState.of(SIXTY_A_MINUTE);
        for (int i = 0; i < 5; i++) {
            state = Rules.afterAttempt(state, now + i, "attempt" + i, LeaseEnd.rateLimited(null));
        }
        assertThat(state.banMicros()).isEqualTo(60 * SECOND);
        assertThat(state.bannedUntil()).isEqualTo(now + 60 * SECOND);
    }

    @Test
    void waitsAsLongAsThePlatformAsksUpToADay() {
        AccountState state = AccountState.of(SIXTY_A_MINUTE);
        AccountState asked = Rules.afterAttempt(state, now, "a", LeaseEnd.rateLimited(Duration.ofMinutes(7)));
        AccountState absurd = Rules.afterAttempt(state, now, "a", LeaseEnd.rateLimited(Duration.ofDays(300)));

        assertThat(asked.bannedUntil()).isEqualTo(now + 420 * SECOND);
        assertThat(absurd.bannedUntil()).isEqualTo(now + 86_400 * SECOND);
    }

    /** A cancelled probe shows nothing, and one of a dead process is given up with its lease. */
    @Test
    void probesAgainWhenAProbeShowedNothing() {
        AccountState state = AccountState.of(SIXTY_A_MINUTE).withBan(now - 1, 60 * SECOND);
        Ask probe = ask("replica", 0);
        AccountState probing = Rules.decideAttempt(state, now, probe, LEASE).state();

        AccountState cancelled = Rules.afterAttempt(probing, now, probe.lease(), LeaseEnd.unknown());
        AccountState unused = Rules.afterAttempt(probing, now, probe.lease(), LeaseEnd.unused());

        for (AccountState again : List.of(cancelled, unused)) {
            assertThat(again.banMicros()).isEqualTo(60 * SECOND);
            assertThat(Rules.decideAttempt(again, now, ask("another", 0), LEASE).isGranted())
                    .isTrue();
        }
        assertThat(Rules.decideAttempt(probing, now + LEASE + 1, ask("another", 0), LEASE)
                        .isGranted())
                .as("the process of the probe has died")
                .isTrue();
    }

    @Test
    void adoptsTheLimitThatThePlatformStates() {
        AccountState state = AccountState.of(SIXTY_A_MINUTE);

        AccountState stated = Rules.afterAttempt(state, now, "a", LeaseEnd.answered(120.0));

        assertThat(stated.pace().intervalMicros()).isLessThan(state.pace().intervalMicros());
        for (double useless : new double[] {0, 0.5, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThat(Rules.afterAttempt(stated, now, "a", LeaseEnd.answered(useless)))
                    .isEqualTo(stated);
        }
        AccountState stubborn = AccountState.of(new Settings(10, 60, 60 * SECOND, 10, false));
        assertThat(Rules.afterAttempt(stubborn, now, "a", LeaseEnd.answered(120.0))
                        .pace())
                .isEqualTo(stubborn.pace());
    }

    @Test
    void dividesTheLimitsAmongReplicas() {
        assertThat(SIXTY_A_MINUTE.share(3, 0)).isEqualTo(new Settings(3, 20, 60 * SECOND, 3, false));
        assertThat(SIXTY_A_MINUTE.share(3, 30).maxRequests()).as("as stated").isEqualTo(10);
        assertThat(SIXTY_A_MINUTE.share(1_000, 0)).isEqualTo(new Settings(1, 1, 60 * SECOND, 1, false));
    }

    private Ask ask(String owner, int asked) {
        return new Ask("lease" + leases++, owner, asked, random.nextDouble());
    }

    private String seed() {
        return "seed " + seed;
    }
}

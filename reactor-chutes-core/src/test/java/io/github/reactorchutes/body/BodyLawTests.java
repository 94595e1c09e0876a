package io.github.reactorchutes.body;

import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import reactor.core.publisher.Hooks;

/**
 * What every class that wraps a body has to pass: whatever is cancelled, demanded and cut, and whenever,
 *
 * <ul>
 *   <li>the bytes handed on and the bytes told as lost are the bytes received, or no completion is told;
 *   <li>there is one end, and no signal after it or beside another;
 *   <li>no buffer is alive after the end;
 *   <li>a file is whole, and is there exactly when success is told.
 * </ul>
 *
 * Rounds of a known seed run with {@code -Dchutes.bodySeed=... -Dchutes.bodyRounds=1}; how their events interleave is not
 * in the seed.
 */
public abstract class BodyLawTests {

    private static final int ROUNDS = Integer.getInteger("chutes.bodyRounds", 300);

    private static final int AT_ONCE = 100;

    private static final Long SEED = Long.getLong("chutes.bodySeed");

    /** Return what is under test, by its name. */
    protected abstract Map<String, Way> ways();

    @TestFactory
    Stream<DynamicTest> noEndOvertakesALoss() {
        return ways().entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey(), () -> play(each.getValue())));
    }

    /** What a cancel has overtaken is dropped, and of no interest here. */
    @BeforeEach
    void dropSilently() {
        Hooks.onErrorDropped(overtaken -> {});
    }

    @AfterEach
    void dropAloud() {
        Hooks.resetOnErrorDropped();
    }

    private static void play(Way way) {
        long seed = SEED == null ? new Random().nextInt(1_000_000_000) : SEED;
        for (int done = 0; done < ROUNDS; done += AT_ONCE) {
            try (Rounds rounds = new Rounds()) {
                for (int i = done; i < Math.min(ROUNDS, done + AT_ONCE); i++) {
                    rounds.play(way, seed + i);
                }
                rounds.assertLawful();
            }
        }
    }
}

package io.github.reactorchutes.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomFaultsTests {

    private static final int CALLS = 10_000;

    @Test
    void letAShareOfTheCallsFailInEachWay() {
        List<Reply> faults = of(0.3);

        assertThat(faults).hasSizeBetween(2_700, 3_300);
        assertThat(faults.stream().distinct()).hasSize(9);
    }

    @Test
    void letNoCallFailOrAll() {
        assertThat(of(0)).isEmpty();
        assertThat(of(1)).hasSize(CALLS);
    }

    @Test
    void refuseWhatIsNoShare() {
        ChutesEmulator.Builder builder = ChutesEmulator.builder();

        for (double share : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder.faults(share))
                    .withMessageContaining(Double.toString(share));
        }
    }

    @Test
    void leaveAloneWhatIsScriptedOrRefused() {
        try (ChutesEmulator emulator =
                ChutesEmulatorServer.parse("--small", "--faults", "1").start()) {
            emulator.enqueue(Reply.video());

            assertThat(Calls.post(emulator, "/text2video", Wire.JSON).statusCode())
                    .isEqualTo(200);
            assertThat(Calls.post(emulator, "/text2video", "{}").statusCode()).isEqualTo(400);
        }
    }

    private static List<Reply> of(double share) {
        RandomFaults faults = new RandomFaults(share);
        return Stream.generate(faults::next)
                .limit(CALLS)
                .filter(Objects::nonNull)
                .toList();
    }
}

package io.github.reactorchutes.test.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.reactorchutes.test.ChutesEmulator;
import io.github.reactorchutes.test.Reply;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

@ExtendWith(ChutesEmulatorExtension.class)
class ChutesEmulatorExtensionTests {

    private static final Set<ChutesEmulator> seen = new HashSet<>();

    @RepeatedTest(3)
    void givesEveryTestTheSameEmulatorAsNew(ChutesEmulator emulator) throws IOException {
        seen.add(emulator);
        assertThat(seen).hasSize(1);
        assertThat(emulator.requestCount()).isZero();
        assertThat(status(emulator)).isEqualTo(401);
        emulator.enqueue(Reply.of(418));
    }

    @Test
    void hasNoEmulatorOutsideOfTests() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ChutesEmulatorExtension.create().emulator());
    }

    private static int status(ChutesEmulator emulator) throws IOException {
        HttpURLConnection call = (HttpURLConnection)
                emulator.baseUrl().resolve("/text2video").toURL().openConnection();
        return call.getResponseCode();
    }

    @Nested
    class InAnInstanceField {

        private static final Set<ChutesEmulator> perTest = new HashSet<>();

        @RegisterExtension
        final ChutesEmulatorExtension chutes = ChutesEmulatorExtension.of(ChutesEmulator.builder());

        @RepeatedTest(3)
        void givesEachTestAnEmulatorOfItsOwn() {
            assertThat(perTest.add(chutes.emulator())).isTrue();
        }
    }
}
